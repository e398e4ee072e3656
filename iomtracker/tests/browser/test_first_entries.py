"""The first entries of a fresh office with the directory of its country: by thumb, by keyboard, without scripts."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts import roles
from engagements.models import Meeting
from iomtracker.tests.browser.conftest import sign_in
from iomtracker.tests.browser.test_accessibility import problems
from iomtracker.tests.browser.test_form_states import tab_to
from iomtracker.tests.browser.test_log_meeting import Thumb, add_box, open_form
from stakeholders.models import Organisation, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KORCE = "Municipality of Korçë"


@pytest.fixture
def office(groups):
    """Places, words and directory of Albania; nobody met yet."""
    call_command("load_reference", verbosity=0)
    call_command("load_directory", verbosity=0)


def choose(page, thumb, text, line):
    """Touch the box of "Who was it with?", type, and touch the first suggestion that reads like `line`."""
    thumb.tap(add_box(page))
    thumb.type(text)
    matches = page.get_by_role("listbox", name=f"Matches for {text}", exact=True)
    thumb.tap(matches.get_by_role("option").filter(has_text=line).first)


def offered_place(page, thumb, name):
    """Touch the place that is offered."""
    button = page.locator("#where").get_by_role("button", name=name).first
    thumb.tap(button)


def save(page, thumb):
    thumb.tap(page.get_by_role("button", name="Save meeting").last)
    page.get_by_text("Saved.").wait_for()
    return Meeting.objects.latest("pk")


def promise(page, number):
    return page.get_by_role("group", name=f"Action point {number}")


def promises(meeting):
    rows = meeting.action_points.order_by("pk")
    return [(point.text, str(point.who), (point.due - meeting.date).days) for point in rows]


def check_mayor(meeting):
    """The mayor is one new person in the seat, and the promises are whose they are."""
    assert str(meeting.attendances.get()) == "Mr. Sotiraq Filo, Mayor"
    mayor = Person.objects.get()
    post = mayor.appointments.get()
    assert (post.title, str(post.organisation)) == ("Mayor", KORCE)
    assert promises(meeting) == [
        ("Send the leaflet", "Staff Demo", 7),
        ("Name a focal point", KORCE, 14),
    ]


def test_the_mayor_of_korce_on_a_phone(open_page, users, office):
    page = open_page(width=390)
    thumb = open_form(page, users)
    choose(page, thumb, "mayor korce", "Mayor, Municipality of Korçë")
    thumb.type("Sotiraq Filo")
    row = page.get_by_role("group", name="With whom, row 1")
    thumb.tap(row.get_by_label("Mr.", exact=True))
    offered_place(page, thumb, "Korçë")
    thumb.tap(page.get_by_role("button", name="Add an action point"))
    thumb.type("Send the leaflet")
    thumb.tap(promise(page, 1).get_by_label("In a week"))
    thumb.tap(page.get_by_role("button", name="Add an action point"))
    thumb.tap(promise(page, 2).get_by_label("They promised"))
    thumb.type("Name a focal point")
    promise(page, 2).get_by_text("Taken because it is the only one you met.").wait_for()
    thumb.tap(promise(page, 2).get_by_label("In two weeks"))
    meeting = save(page, thumb)
    assert thumb.taps <= 14
    assert str(meeting.location) == "Korçë"
    check_mayor(meeting)
    assert page.said == []


def test_a_technical_meeting_with_four_staff(open_page, users, office):
    page = open_page(width=390)
    thumb = open_form(page, users)
    thumb.tap(page.get_by_label("Technical meeting"))
    choose(page, thumb, "bashkia korce", "A group of it without names")
    thumb.type("Technical staff")
    thumb.next()
    thumb.type("4")
    offered_place(page, thumb, "Korçë")
    thumb.tap(page.get_by_label("Protection", exact=True))
    meeting = save(page, thumb)
    assert thumb.taps <= 10
    (counterpart,) = meeting.counterparts.all()
    assert (str(counterpart), counterpart.group_label) == (KORCE, "Technical staff")
    assert counterpart.people_count == 4
    assert page.said == []


def test_an_event_of_two_embassies_without_a_place(open_page, users, office):
    page = open_page(width=390)
    thumb = open_form(page, users)
    thumb.tap(page.get_by_label("Event", exact=True))
    choose(page, thumb, "ambasada gjermane", "Embassy of Germany in Albania")
    choose(page, thumb, "italian embassy", "Embassy of Italy in Albania")
    thumb.tap(page.get_by_text("More: title"))
    thumb.tap(page.get_by_label("Title"))
    thumb.type("Round table on labour mobility")
    thumb.tap(page.get_by_label("Labour mobility", exact=True))
    meeting = save(page, thumb)
    assert thumb.taps <= 11
    assert (str(meeting), meeting.location) == ("Round table on labour mobility", None)
    assert [str(row) for row in meeting.counterparts.all()] == [
        "Embassy of Germany in Albania",
        "Embassy of Italy in Albania",
    ]
    assert page.said == []


def test_a_call_with_a_new_organisation_and_a_new_person(open_page, users, office):
    page = open_page(width=390)
    thumb = open_form(page, users)
    choose(page, thumb, "Ana Zogu", "Add “Ana Zogu”")
    panel = page.get_by_role("group", name="New organisation or person")
    thumb.tap(panel.get_by_label("Person"))
    thumb.tap(panel.get_by_label("Of which organisation?"))
    thumb.type("Bright Hope")
    thumb.pick("Add “Bright Hope” as a new organisation")
    panel.get_by_label("Kind of organisation").select_option(label="Civil society")
    thumb.taps += 2  # the list, and its line
    thumb.tap(panel.get_by_role("button", name="Add to this meeting"))
    thumb.tap(page.get_by_text("More: title"))
    thumb.tap(page.get_by_label("Online", exact=True))
    thumb.tap(page.get_by_label("Protection", exact=True))
    meeting = save(page, thumb)
    assert thumb.taps <= 14
    made = Organisation.objects.get(name="Bright Hope")
    assert (str(made.kind), meeting.channel, meeting.location) == ("Civil society", "online", None)
    attendance = meeting.attendances.get()
    assert (str(attendance), attendance.counterpart.organisation) == ("Ana Zogu", made)
    assert page.said == []


def test_a_visit_of_which_only_the_month_is_known(open_page, users, office):
    page = open_page(width=390)
    thumb = open_form(page, users)
    thumb.tap(page.get_by_label("Field visit"))
    thumb.tap(page.get_by_label("Month only"))
    choose(page, thumb, "bashkia korce", "Local government")
    offered_place(page, thumb, "Korçë")
    meeting = save(page, thumb)
    assert thumb.taps <= 8
    assert meeting.is_month_only
    assert [str(row) for row in meeting.counterparts.all()] == [KORCE]
    assert page.said == []


def test_the_mayor_of_korce_by_keyboard_alone(open_page, users, office):
    page = open_page(users[roles.STAFF], width=390)
    page.set_default_timeout(60_000)
    page.goto("/meetings/new/")
    add_box(page).wait_for()
    keys, thumb = page.keyboard, Thumb(page)
    tab_to(page, "Add an organisation or person")
    thumb.type("mayor korce")
    thumb.pick("Mayor, Municipality of Korçë")
    keys.type("Mr. Sotiraq Filo")
    tab_to(page, "Add an action point")
    keys.press("Enter")
    keys.type("Send the leaflet")
    tab_to(page, "No date")
    keys.press("ArrowRight")
    tab_to(page, "Add an action point")
    keys.press("Enter")
    keys.press("Shift+Tab")
    keys.press("ArrowRight")
    keys.press("Tab")
    keys.type("Name a focal point")
    tab_to(page, "No date")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    keys.press("Control+Enter")
    page.get_by_text("Saved.").wait_for()
    check_mayor(Meeting.objects.latest("pk"))
    assert page.said == []


def test_the_mayor_of_korce_without_scripts(open_page, users, office):
    page = open_page(width=390, java_script_enabled=False)
    sign_in(page, users[roles.STAFF])
    page.get_by_role("link", name="Log", exact=True).click()
    row = page.get_by_role("group", name="With whom, row 1")
    row.get_by_label("Organisation or person").fill("Mayor, Municipality of Korçë")
    row.get_by_text("Change").click()
    row.get_by_text("Mr.", exact=True).click()
    row.get_by_label("Name, if you know it").fill("Sotiraq Filo")
    promise(page, 1).get_by_label("What").fill("Send the leaflet")
    promise(page, 1).get_by_label("In a week").check()
    page.get_by_role("button", name="Add an action point").click()
    promise(page, 2).get_by_label("They promised").check()
    promise(page, 2).get_by_label("What").fill("Name a focal point")
    promise(page, 2).get_by_label("In two weeks").check()
    page.get_by_role("button", name="Save meeting").last.click()
    page.get_by_text("Saved.").wait_for()
    check_mayor(Meeting.objects.latest("pk"))
    assert page.said == []


def technical(meeting):
    (counterpart,) = meeting.counterparts.all()
    stored = str(counterpart), counterpart.group_label, counterpart.people_count
    return str(meeting.kind), *stored


def names(meeting):
    return str(meeting.kind), *map(str, meeting.counterparts.all())


def call(meeting):
    attendance = meeting.attendances.get()
    organisation = attendance.counterpart.organisation
    return str(attendance), str(organisation), str(organisation.kind), meeting.channel


ENTRIES = [
    ("Technical meeting", KORCE, "Technical staff", 4),
    ("Event", "Embassy of Germany in Albania", "Embassy of Italy in Albania"),
    ("Ana Zogu", "Bright Hope", "Civil society", "online"),
    ("Field visit", "Municipality of Vlorë"),
]


def check_entries():
    meetings = list(Meeting.objects.order_by("pk"))
    readers = (technical, names, call, names)
    found = [read(meeting) for read, meeting in zip(readers, meetings, strict=True)]
    assert found == ENTRIES
    assert [meeting.is_month_only for meeting in meetings] == [False, False, False, True]


def test_the_others_by_keyboard_alone(open_page, users, office):
    page = open_page(users[roles.STAFF], width=390)
    page.set_default_timeout(60_000)
    keys, thumb = page.keyboard, Thumb(page)

    def pick(text, line):
        tab_to(page, "Add an organisation or person")
        thumb.type(text)
        matches = page.get_by_role("listbox", name=f"Matches for {text}", exact=True)
        options = matches.get_by_role("option")
        options.filter(has_text=line).first.wait_for()
        for _press in range([line in text for text in options.all_inner_texts()].index(True)):
            keys.press("ArrowDown")
        keys.press("Enter")

    def opened(kind_presses):
        page.goto("/meetings/new/")
        add_box(page).wait_for()
        tab_to(page, "Bilateral meeting")
        for _press in range(kind_presses):
            keys.press("ArrowRight")

    def saved():
        keys.press("Control+Enter")
        page.get_by_text("Saved.").wait_for()

    opened(1)
    pick("bashkia korce", "A group of it without names")
    keys.type("Technical staff")
    keys.press("Tab")
    keys.type("4")
    saved()
    opened(3)
    pick("ambasada gjermane", "Embassy of Germany")
    pick("italian embassy", "Embassy of Italy")
    saved()
    opened(0)
    pick("Ana Zogu", "Add “Ana Zogu”")
    keys.press("Shift+Tab")
    keys.press("ArrowRight")
    tab_to(page, "Of which organisation? (leave empty for none)")
    thumb.type("Bright Hope")
    thumb.pick("Add “Bright Hope”")
    keys.type("Civil")
    tab_to(page, "Add to this meeting")
    keys.press("Enter")
    tab_to(page, "More: title", whole=False)
    keys.press("Enter")
    tab_to(page, "In person")
    keys.press("ArrowRight")
    saved()
    opened(2)
    tab_to(page, "Today", whole=False)
    for _press in range(3):
        keys.press("ArrowRight")
    pick("bashkia vlore", "Local government")
    saved()
    check_entries()
    assert page.said == []


def test_the_others_without_scripts(open_page, users, office):
    page = open_page(users[roles.STAFF], width=390, java_script_enabled=False)
    row = page.get_by_role("group", name="With whom, row 1")

    def opened(kind, who):
        page.goto("/meetings/new/")
        page.get_by_label(kind, exact=True).check()
        row.get_by_label("Organisation or person").fill(who)

    def saved():
        page.get_by_role("button", name="Save meeting").last.click()
        page.get_by_text("Saved.").wait_for()

    opened("Technical meeting", KORCE)
    row.get_by_text("Change").click()
    row.get_by_label("Role that day, or group").fill("Technical staff")
    row.get_by_label("How many").fill("4")
    saved()
    opened("Event", "Embassy of Germany in Albania")
    page.get_by_role("button", name="Add another row").click()
    second = page.get_by_role("group", name="With whom, row 2")
    second.get_by_label("Organisation or person").fill("Embassy of Italy in Albania")
    saved()
    opened("Bilateral meeting", "Ana Zogu")
    row.get_by_text("Change").click()
    row.get_by_label("Organisation, when you wrote").fill("Bright Hope")
    row.get_by_label("Kind of organisation").select_option(label="Civil society")
    row.get_by_label("This person is new here").check()
    page.get_by_text("More: title").click()
    page.get_by_label("Online", exact=True).check()
    saved()
    opened("Field visit", "Bashkia Vlorë")
    page.get_by_label("Month only").check()
    saved()
    check_entries()
    assert page.said == []


@pytest.mark.parametrize("has_touch", [False, True], ids=["mouse", "finger"])
def test_one_tap_adds_a_person_whose_organisation_was_typed_and_not_picked(
    open_page, users, office, has_touch
):
    page = open_page(width=390, has_touch=has_touch)
    thumb = open_form(page, users)
    choose(page, thumb, "Ana Zogu", "Add “Ana Zogu”")
    panel = page.get_by_role("group", name="New organisation or person")
    thumb.tap(panel.get_by_label("Person"))
    thumb.tap(panel.get_by_label("Of which organisation?"))
    thumb.type("municipality")
    matches = page.get_by_role("listbox", name="Matches for municipality", exact=True)
    matches.get_by_role("option").last.filter(has_text="Add “municipality”").wait_for()
    button = panel.get_by_role("button", name="Add to this meeting")
    button.tap() if has_touch else button.click()
    panel.wait_for(state="detached")
    matches.wait_for(state="detached")
    expect(page.locator(".row").filter(has_text="Ana Zogu")).to_have_count(1)
    assert page.said == []


def test_what_is_new_is_known_in_every_box(open_page, users, office):
    page = open_page(width=390)
    thumb = open_form(page, users)
    choose(page, thumb, "Bright Hope", "Add “Bright Hope”")
    thumb.tap(page.get_by_role("button", name="Add to this meeting"))
    choose(page, thumb, "mayor korce", "Mayor, Municipality of Korçë")
    thumb.type("Sotiraq Filo")
    page.get_by_text("Nobody alike is here. Named as Mayor when you save.").wait_for()
    thumb.tap(page.get_by_role("button", name="Add an action point"))
    thumb.tap(promise(page, 1).get_by_label("They promised"))
    thumb.type("Reply")
    box = promise(page, 1).get_by_role("combobox", name="Who of them will do it")
    thumb.tap(box)
    options = promise(page, 1).get_by_role("option")
    assert problems(page) == []
    texts = [
        "Bright Hope\nwith whom you met",
        f"{KORCE}\nSotiraq Filo, Mayor · with whom you met",
    ]
    expect(options).to_have_text(texts, use_inner_text=True)
    thumb.type("bright")
    thumb.pick("Bright Hope")
    meeting = save(page, thumb)
    assert str(meeting.action_points.get().who) == "Bright Hope"
    assert page.said == []
