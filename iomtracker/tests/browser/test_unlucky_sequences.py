"""Impatience and bad luck between writing a meeting and having it stored: a table of sequences.

Each ends with every meeting stored once; every word that was on screen on the way was true (unlucky_desk.py
watches the pages). The browser is shared, with and without a clock that can be put forward.
"""

import re
import threading
import time
import uuid
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest
from django.core.signals import request_finished, request_started
from django.utils import timezone
from playwright.sync_api import expect

from accounts import roles
from accounts.tests.factories import make_user
from engagements.models import Meeting
from engagements.tests.factories import make_kind, make_meeting
from iomtracker import offline
from iomtracker.tests.browser.conftest import session_cookie
from iomtracker.tests.browser.test_accessibility import problems
from iomtracker.tests.browser.test_offline import ready
from iomtracker.tests.browser.unlucky_desk import FORM, SOON, WATCH, Desk, today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SERVER = "The server had a problem. Kept here, next try at"
WAIT = "We were asked to wait. Kept here, next try at"
LARGE = "Too large. Kept here without being sent"
FULL = "Not kept: this device is full"


@pytest.fixture(scope="module")
def contexts(browser, live_server):
    """Return contexts(sequence): a browser context with the form on the device.

    The sequences share one without and one with a clock; a device that met another version of the site
    would go back to this one during the next sequence, so those have one of their own.
    """
    made = {}

    def context(sequence):
        has_clock = sequence in CLOCKED
        key = sequence if sequence in RENEWED else has_clock
        if key not in made:
            made[key] = browser.new_context(
                base_url=live_server.url,
                viewport={"width": 390, "height": 844},
                reduced_motion="reduce",
                timezone_id="Europe/Tirane",
            )
            made[key].add_init_script(WATCH)
            made[key].set_default_timeout(20_000)
            if has_clock:
                made[key].clock.install()
        return made[key]

    yield context
    for one in made.values():
        one.close()


@pytest.fixture
def desk(request, contexts, groups, requests, live_server):
    """A colleague at work; the same number each time, so that the form on the device stays theirs."""
    user = make_user(roles.STAFF, pk=7_000, username="alma", full_name="Alma Demo")
    make_kind(pk=7_000)
    context = contexts(request.node.callspec.params["sequence"])
    context.add_cookies([session_cookie(user, live_server.url)])
    desk = Desk(context, user)
    ready(desk.page)
    yield desk
    context.set_offline(False)
    # With a limit, which `evaluate` has not: a page that failed may be on its way to another for ever.
    desk.page.wait_for_function(
        "() => { localStorage.clear(); sessionStorage.clear(); return true; }"
    )
    context.unroute_all(behavior="ignoreErrors")
    for page in context.pages:
        page.close()
    context.clear_cookies()
    until = time.monotonic() + 20
    while requests and time.monotonic() < until:
        time.sleep(0.02)


@pytest.fixture(scope="module")
def requests():
    """The requests that the server is answering: the database is emptied only when there are none.

    The shared browser keeps its connections, so their threads don't end.
    """
    running = set()
    begin = lambda environ, **_signal: running.add(threading.get_ident())  # noqa: E731
    end = lambda **_signal: running.discard(threading.get_ident())  # noqa: E731
    request_started.connect(begin)
    request_finished.connect(end)
    yield running
    request_started.disconnect(begin)
    request_finished.disconnect(end)


# Taps


def double_tap(desk):
    desk.write("Double tap")
    desk.button.dblclick()
    desk.arrives("Double tap")
    assert desk.posts == 1
    return ["Double tap"]


def triple_tap_on_a_slow_server(desk):
    desk.unlucky("hold")
    desk.write("Triple tap")
    desk.button.click(click_count=3)
    desk.says("Sending the meeting")
    desk.button.click()
    desk.page.keyboard.press("Control+Enter")
    expect(desk.page.locator("#id_title")).to_have_value("Triple tap")
    release(desk)
    desk.arrives("Triple tap")
    assert desk.posts == 1
    return ["Triple tap"]


def hold(desk):
    """Wait until the form that was sent is on its way."""
    until = time.monotonic() + SOON / 1000
    while not desk.held:
        assert time.monotonic() < until, "nothing was sent"
        desk.page.wait_for_timeout(20)


def release(desk):
    hold(desk)
    desk.held.pop().continue_()


def back_button_after_saving(desk):
    desk.save("Back again")
    desk.arrives("Back again")
    desk.page.go_back()
    desk.page.wait_for_url("**/edit/")
    desk.save()
    desk.page.get_by_text("Saved").first.wait_for()
    return ["Back again"]


def reload_when_it_is_stored_and_the_server_is_lost(desk):
    desk.unlucky("hold")
    desk.save("Stored unseen")
    hold(desk)
    desk.held.pop().fetch(max_redirects=0)
    desk.unreachable()
    desk.page.reload()
    expect(desk.page.locator("#id_title")).to_have_value("Stored unseen")
    expect(desk.page.locator("#could-not-save")).to_be_hidden()
    desk.unreachable(False)
    desk.save()
    expect(desk.page.get_by_text("This form is saved already.")).to_be_visible()
    return ["Stored unseen"]


def tab_closed_while_it_is_sent(desk):
    desk.unlucky("drop after")
    desk.unreachable()
    desk.save("Closed too soon")
    desk.lists(Closed_too_soon="Waiting for a connection")
    desk.page.close()
    desk.unreachable(False)
    desk.open("/")
    desk.reports("Closed too soon")
    return ["Closed too soon"]


# Refusals


def error_500_then_the_next_try(desk):
    desk.unlucky(500)
    desk.save("After 500")
    desk.says(SERVER)
    desk.later(1.1)
    desk.arrives("After 500")
    return ["After 500"]


def error_500_twice_backs_off(desk):
    desk.unlucky(500, 500)
    desk.save("After two")
    desk.says(SERVER)
    desk.later(1.1)
    desk.page.wait_for_function(
        "() => Object.values(localStorage).some((it) => it.includes('\"tries\":2'))"
    )
    desk.later(1.1)
    assert desk.posts == 2
    desk.later(1.1)
    desk.arrives("After two")
    return ["After two"]


def error_500_then_save_by_hand(desk):
    desk.unlucky(500)
    desk.save("By hand")
    desk.says(SERVER)
    assert problems(desk.page) == []
    desk.save()
    desk.arrives("By hand")
    return ["By hand"]


def error_500_then_the_text_is_changed(desk):
    desk.unlucky(500)
    desk.save("Old words")
    desk.says(SERVER)
    desk.write("New words")
    desk.says("Draft saved at")
    desk.save()
    desk.arrives("New words")
    return ["New words"]


def error_500_then_the_text_is_changed_during_the_next_try(desk):
    desk.unlucky(500, "hold")
    desk.save("Old words")
    desk.says(SERVER)
    desk.later(1.1)
    hold(desk)
    desk.write("New words")
    desk.page.wait_for_function(
        "() => Object.values(localStorage).some((it) => it.includes('New words'))"
    )
    release(desk)
    expect(desk.page.get_by_text("This form is saved already.")).to_be_visible()
    expect(desk.page.locator("#id_title")).to_have_value("New words")
    kept = desk.page.evaluate("() => Object.values(localStorage).join()")
    assert "New words" in kept
    return ["Old words"]


def error_500_then_the_tab_is_closed(desk):
    desk.unlucky(500)
    desk.save("Left behind")
    desk.says(SERVER)
    desk.page.close()
    desk.open("/")
    desk.lists(Left_behind=SERVER)
    desk.later(1.1)
    desk.reports("Left behind")
    return ["Left behind"]


def error_503_says_when(desk):
    desk.unlucky((503, {"Retry-After": "240"}))
    desk.save("Restart")
    desk.says(SERVER)
    desk.later(2)
    assert desk.posts == 1
    desk.later(2.1)
    desk.arrives("Restart")
    return ["Restart"]


def error_413_keeps_it_and_lets_others_pass(desk):
    desk.unlucky(413)
    desk.save("Very long")
    desk.says(LARGE)
    desk.open()
    desk.save("Short")
    desk.arrives("Short")
    desk.open("/")
    desk.lists(Very_long=LARGE)
    assert desk.posts == 2
    desk.page.locator("#waiting").get_by_role("link", name="Continue").click()
    expect(desk.page.locator("#id_title")).to_have_value("Very long")
    desk.save("Shortened")
    desk.arrives("Shortened")
    return ["Short", "Shortened"]


def asked_to_wait_in_seconds(desk):
    desk.unlucky((429, {"Retry-After": "120"}))
    desk.save("Patience")
    desk.says(WAIT)
    desk.save()
    desk.says(WAIT)
    desk.later(1)
    assert desk.posts == 1
    desk.later(1.1)
    desk.arrives("Patience")
    return ["Patience"]


def asked_to_wait_until_a_date(desk):
    now = desk.page.evaluate("() => Date.now()") / 1000
    until = datetime.fromtimestamp(now, timezone.get_fixed_timezone(0)) + timedelta(minutes=5)
    desk.unlucky((429, {"Retry-After": format_datetime(until)}))
    desk.save("Until five")
    desk.says(WAIT)
    desk.later(4)
    assert desk.posts == 1
    desk.later(1.1)
    desk.arrives("Until five")
    return ["Until five"]


# Lost connections


def connection_lost_before_it_arrived(desk):
    desk.unlucky("drop before")
    desk.save("Never came")
    desk.says(SERVER)
    desk.later(1.1)
    desk.arrives("Never came")
    return ["Never came"]


def connection_lost_after_it_arrived(desk):
    desk.unlucky("drop after")
    desk.save("Came")
    desk.arrives("Came")
    return ["Came"]


def connection_and_answer_lost(desk):
    desk.unlucky("drop after")
    desk.unreachable()
    desk.save("No answer")
    desk.lists(No_answer="Waiting for a connection")
    desk.unreachable(False)
    desk.online()
    desk.reports("No answer")
    assert desk.posts == 1
    return ["No answer"]


def typed_without_a_connection(desk):
    desk.offline()
    desk.write("On the road")
    desk.says("On this device only,")
    desk.online()
    desk.says("Draft saved at")
    desk.save()
    desk.arrives("On the road")
    return ["On the road"]


def two_wait_and_the_page_is_reloaded(desk):
    desk.queue("One", "Two")
    desk.page.reload()
    desk.lists(One="Waiting for a connection", Two="Waiting for a connection")
    desk.online()
    desk.reports("One, Two")
    return ["One", "Two"]


def closed_and_opened_again(desk):
    desk.queue("Closed")
    desk.page.close()
    desk.open()
    desk.lists(Closed="Waiting for a connection")
    desk.save("Second")
    desk.online()
    desk.reports("Closed, Second")
    return ["Closed", "Second"]


def second_of_three_fails(desk):
    desk.queue("Red", "Green", "Blue")
    desk.unlucky("take", 500)
    desk.online()
    desk.lists(Green=SERVER)
    desk.reports("Red, Blue")
    desk.later(1.1)
    desk.reports("Red, Blue, Green")
    return ["Red", "Green", "Blue"]


def second_of_three_is_too_large(desk):
    desk.queue("Red", "Green", "Blue")
    desk.unlucky("take", 413)
    desk.online()
    desk.lists(Green=LARGE)
    desk.reports("Red, Blue")
    desk.page.locator("#waiting").get_by_role("link", name="Continue").click()
    desk.save("Pale green")
    desk.arrives("Pale green")
    return ["Red", "Pale green", "Blue"]


def second_of_three_is_not_complete(desk):
    desk.queue("Red")
    desk.page.get_by_label("What can be said publicly?").fill("Nameless")
    desk.save()
    expect(desk.page.locator("#now-queued")).to_contain_text("Nameless")
    desk.queue("Blue")
    desk.online()
    desk.lists(Nameless="Not stored yet: it needs a look.")
    desk.reports("Red, Blue")
    desk.page.locator("#waiting").get_by_role("link", name="Continue").click()
    desk.save("Named")
    desk.arrives("Named")
    return ["Red", "Named", "Blue"]


def three_are_asked_to_wait(desk):
    desk.queue("Red", "Green", "Blue")
    desk.unlucky((429, {"Retry-After": "90"}))
    desk.online()
    desk.lists(Red=WAIT, Green="Kept here, sending", Blue="Kept here, sending")
    desk.later(1)
    assert desk.posts == 1
    desk.later(0.6)
    desk.reports("Red, Green, Blue")
    return ["Red", "Green", "Blue"]


# Two tabs


def two_tabs_send_the_queue_at_once(desk):
    desk.queue("One", "Two", "Three")
    desk.context.set_offline(False)
    desk.open("/")
    desk.online()
    desk.ends_with("One", "Two", "Three")
    assert desk.posts == 3
    return ["One", "Two", "Three"]


def same_draft_in_two_tabs(desk):
    first, second = open_twice(desk, "Written first")
    desk.write("Written second")
    desk.kept()
    desk.page = first
    desk.says("Also open in another tab, written there at")
    assert problems(desk.page) == []
    expect(first.locator("#id_title")).to_have_value("Written first")
    first.get_by_role("button", name="Show that one").click()
    expect(first.locator("#id_title")).to_have_value("Written second")
    desk.save()
    desk.arrives("Written second")
    desk.page = second
    return ["Written second"]


def open_twice(desk, text):
    """Write in one tab, and open the same draft in another, which is in front then."""
    first = desk.page
    desk.write(text)
    desk.says("Draft saved at")
    second = desk.open()
    name = re.compile(f"Continue.*{text}")
    second.locator("#kept-notes").get_by_role("button", name=name).click()
    expect(second.locator("#id_title")).to_have_value(text)
    return first, second


def both_tabs_write_and_both_save(desk):
    first, _second = open_twice(desk, "Both")
    desk.write("Theirs")
    desk.says("Draft saved at")
    desk.page = first
    desk.says("Also open in another tab")
    desk.write("Mine")
    desk.page.wait_for_function(
        "() => Object.values(localStorage).some((it) => it.includes('Mine'))"
    )
    texts = first.evaluate("() => Object.values(localStorage).join()")
    assert "Mine" in texts and "Theirs" in texts
    desk.save()
    desk.arrives("Mine")
    desk.page = _second
    desk.save()
    expect(desk.page.get_by_text("This form is saved already.")).to_be_visible()
    return ["Mine"]


# The site, the session, the clock


def site_renewed_while_a_page_is_open(desk, monkeypatch):
    desk.write("Old page")
    desk.says("Draft saved at")
    renew(desk, monkeypatch)
    desk.says("The site was renewed. Reload when you like; your text stays")
    desk.page.reload()
    expect(desk.page.locator("#id_title")).to_have_value("Old page")
    desk.save()
    desk.arrives("Old page")
    return ["Old page"]


def renew(desk, monkeypatch):
    """Bring a new version of the site to the device, and wait until it has taken over.

    A page that is asked for at that very moment never comes in a driven browser.
    """
    worker = offline._script().replace("const VERSION", f"// {uuid.uuid4()}\nconst VERSION")
    monkeypatch.setattr(offline, "_script", lambda: worker)
    is_new = desk.page.evaluate(
        """async (patience) => {
            const registration = await navigator.serviceWorker.getRegistration();
            const before = registration.active;
            const isNew = () => registration.active !== before && registration.active.state === "activated";
            const until = Date.now() + patience;
            while (!isNew() && Date.now() < until) {
              // Without a connection a moment ago, it may fail.
              if (!registration.installing && !registration.waiting) await registration.update().catch(() => {});
              await new Promise((resolve) => setTimeout(resolve, 100));
            }
            return isNew();
        }""",
        SOON,
    )
    assert is_new


def site_renewed_while_meetings_wait(desk, monkeypatch):
    desk.queue("Waits")
    desk.write("Not finished")
    desk.says("On this device only,")
    desk.unreachable()
    desk.context.set_offline(False)
    renew(desk, monkeypatch)
    desk.page.reload()
    desk.unreachable(False)
    desk.online()
    desk.reports("Waits")
    expect(desk.page.locator("#id_title")).to_have_value("Not finished")
    desk.save()
    desk.arrives("Not finished")
    return ["Waits", "Not finished"]


def session_ends_overnight(desk, live_server):
    desk.write("Before the night")
    desk.says("Draft saved at")
    desk.sign_out()
    desk.save("After the night")
    desk.says("You are signed out. Kept here")
    sign_in_again(desk, live_server)
    desk.page.goto(FORM)
    expect(desk.page.locator("#id_title")).to_have_value("After the night")
    desk.save()
    desk.arrives("After the night")
    return ["After the night"]


def sign_in_again(desk, live_server):
    desk.context.add_cookies([session_cookie(desk.user, live_server.url)])


def session_ends_while_meetings_wait(desk, live_server):
    desk.queue("Patient")
    desk.sign_out()
    desk.online()
    desk.lists(Patient="You are signed out. Kept here")
    sign_in_again(desk, live_server)
    desk.page.goto("/")
    desk.reports("Patient")
    return ["Patient"]


def form_token_of_yesterday(desk):
    desk.page.evaluate(
        "() => { document.getElementsByName('csrfmiddlewaretoken').forEach((it) => { it.value = 'x'; }); }"
    )
    desk.context.clear_cookies(name="csrftoken")
    desk.save("Yesterday’s page")
    desk.arrives("Yesterday’s page")
    return ["Yesterday’s page"]


def sent_after_midnight(desk):
    day = today()
    desk.context.clock.set_system_time(datetime(day.year, day.month, day.day, 22, 59, 30))
    desk.page.reload()
    desk.queue("Late")
    desk.later(10)
    desk.online()
    desk.reports("Late")
    assert Meeting.objects.get().date == day
    return ["Late"]


# The device


def device_is_full(desk):
    desk.unreachable()
    fill(desk)
    desk.write("No room")
    desk.says(FULL)
    assert asks_before_leaving(desk)
    desk.unreachable(False)
    desk.save()
    desk.arrives("No room")
    return ["No room"]


def fill(desk, is_full=True):
    desk.page.evaluate("(isFull) => { window.deviceIsFull = isFull; }", is_full)


def asks_before_leaving(desk):
    asked = []
    desk.page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    desk.page.close(run_before_unload=True)
    until = time.monotonic() + SOON / 1000
    while not asked and time.monotonic() < until:
        desk.page.wait_for_timeout(20)
    return asked == ["beforeunload"]


def device_is_full_and_offline(desk):
    desk.offline()
    fill(desk)
    desk.save("No room at all")
    desk.says(FULL)
    expect(desk.page.locator("#now-queued")).to_be_hidden()
    assert asks_before_leaving(desk)
    fill(desk, is_full=False)
    desk.save()
    expect(desk.page.locator("#now-queued")).to_contain_text("No room at all")
    desk.online()
    desk.reports("No room at all")
    return ["No room at all"]


def full_device_and_the_server_has_it(desk):
    fill(desk)
    desk.write("In the office")
    desk.says("Draft saved at")
    desk.save()
    desk.arrives("In the office")
    return ["In the office"]


def storage_turned_off(desk):
    desk.offline()
    desk.page.evaluate("() => { window.storageIsOff = true; }")
    desk.write("Private window")
    desk.says("This device can’t keep drafts.")
    assert asks_before_leaving(desk)
    desk.online()
    desk.save()
    desk.arrives("Private window")
    return ["Private window"]


def change_of_a_meeting_sent_twice(desk):
    meeting = make_meeting("Before", created_by=desk.user)
    desk.page.goto(f"{meeting.get_absolute_url()}edit/")
    desk.context.route("**/edit/", desk._answer)
    desk.unlucky("drop after")
    desk.write("Changed")
    desk.button.dblclick()
    desk.arrives("Changed")
    meeting.refresh_from_db()
    assert meeting.version == 2
    return ["Changed"]


PLAIN = [
    double_tap,
    triple_tap_on_a_slow_server,
    back_button_after_saving,
    reload_when_it_is_stored_and_the_server_is_lost,
    tab_closed_while_it_is_sent,
    error_500_then_save_by_hand,
    error_500_then_the_text_is_changed,
    error_413_keeps_it_and_lets_others_pass,
    connection_lost_after_it_arrived,
    connection_and_answer_lost,
    typed_without_a_connection,
    two_wait_and_the_page_is_reloaded,
    closed_and_opened_again,
    second_of_three_is_too_large,
    second_of_three_is_not_complete,
    two_tabs_send_the_queue_at_once,
    same_draft_in_two_tabs,
    both_tabs_write_and_both_save,
    session_ends_overnight,
    session_ends_while_meetings_wait,
    form_token_of_yesterday,
    device_is_full,
    device_is_full_and_offline,
    full_device_and_the_server_has_it,
    storage_turned_off,
    change_of_a_meeting_sent_twice,
]
RENEWED = [site_renewed_while_a_page_is_open, site_renewed_while_meetings_wait]
CLOCKED = [
    error_500_then_the_next_try,
    error_500_twice_backs_off,
    error_500_then_the_text_is_changed_during_the_next_try,
    error_500_then_the_tab_is_closed,
    error_503_says_when,
    asked_to_wait_in_seconds,
    asked_to_wait_until_a_date,
    connection_lost_before_it_arrived,
    second_of_three_fails,
    three_are_asked_to_wait,
    sent_after_midnight,
]


def table(sequences):
    return pytest.mark.parametrize("sequence", sequences, ids=lambda sequence: sequence.__name__)


def follow(sequence, desk, request):
    wanted = sequence.__code__.co_varnames[1 : sequence.__code__.co_argcount]
    desk.ends_with(*sequence(desk, *(request.getfixturevalue(name) for name in wanted)))


@table(PLAIN + RENEWED)
def test_each_meeting_is_stored_once(sequence, desk, request):
    follow(sequence, desk, request)


@table(CLOCKED)
def test_each_meeting_is_stored_once_in_time(sequence, desk, request):
    follow(sequence, desk, request)
