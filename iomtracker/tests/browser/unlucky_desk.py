"""A desk with bad luck: a browser whose server fails on command, and which notices words that are not true."""

import time
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from engagements.models import Meeting

FORM = "/meetings/new/"
SOON = 12_000  # milliseconds in which words must come true

# Says on the console what the page shows and is not so. `deviceIsFull` and `storageIsOff` are set by a test.
WATCH = """
(() => {
  const fetchIt = window.fetch;
  const setItem = Storage.prototype.setItem;
  let isUnanswered = false;
  window.fetch = async (...request) => {
    try {
      const response = await fetchIt(...request);
      isUnanswered = false;
      return response;
    } catch (error) {
      isUnanswered = true;
      throw error;
    }
  };
  Storage.prototype.setItem = function (key, value) {
    if (window.deviceIsFull) throw new DOMException("Full", "QuotaExceededError");
    if (window.storageIsOff) throw new DOMException("Off", "SecurityError");
    setItem.call(this, key, value);
  };
  const kept = () => Object.entries(localStorage)
    .filter(([key]) => /^iomtracker-form:\\d+:(draft|queue):/.test(key))
    .map(([, value]) => JSON.parse(value));
  const lie = (words, why) => console.error(`LIE: "${words}" ${why}`);
  function check() {
    const line = document.getElementById("draft-state")?.textContent ?? "";
    const token = document.getElementById("meeting-form")?.elements.token.value;
    const isKept = kept().some((entry) => entry.token === token || entry.of === token);
    if (/Kept here|On this device/.test(line) && !isKept) lie(line, "and nothing is on the device");
    if (/Not kept/.test(line) && !window.deviceIsFull) lie(line, "and the device is not full");
    const listed = [...document.querySelectorAll("#waiting [data-state]")];
    if (listed.length > kept().length) lie(`${listed.length} listed`, `of ${kept().length}`);
    for (const words of [line, ...listed.map((part) => part.textContent)]) {
      const isOffline = /On this device only|Waiting for a connection/.test(words);
      if (isOffline && navigator.onLine && !isUnanswered) lie(words, "and there is a connection");
    }
    const queued = document.getElementById("now-queued");
    if (queued && !queued.hidden && !kept().length) lie(queued.textContent, "and nothing waits");
  }
  addEventListener("DOMContentLoaded", () => {
    const changes = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver(() => requestAnimationFrame(check)).observe(document.body, changes);
  });
})();
"""


class Desk:
    """One colleague with a phone, and a server that can be unlucky."""

    def __init__(self, context, user):
        self.context, self.user = context, user
        self.lies = []
        self.posts = 0
        self.held = []
        self.answers = []
        context.route(f"**{FORM}", self._answer)
        self.page = self.open()

    def open(self, path=FORM):
        """Open a tab."""
        self.page = self.context.new_page()
        self.page.on("console", self._listen)
        self.page.goto(path)
        return self.page

    def _listen(self, message):
        if message.text.startswith("LIE"):
            self.lies.append(message.text)

    def unlucky(self, *answers):
        """Answer the next forms that are sent so: a status, (status, headers), or a word of `_answer`."""
        self.answers += answers

    def _answer(self, route):
        if route.request.method != "POST":
            return route.fallback()
        self.posts += 1
        answer = self.answers.pop(0) if self.answers else "take"
        if answer == "take":
            return route.continue_()
        if answer == "hold":
            return self.held.append(route)
        if answer == "drop before":
            return route.abort()
        if answer == "drop after":
            route.fetch(max_redirects=0)
            return route.abort()
        status, headers = answer if isinstance(answer, tuple) else (answer, {})
        return route.fulfill(status=status, headers=headers, body="Sorry")

    def unreachable(self, is_so=True):
        """Whether the server can be asked what it has, and how a meeting reads."""
        for address in ("**/meetings/draft/**", "**/meetings/preview/**"):
            if is_so:
                self.context.route(address, lambda route: route.abort())
            else:
                self.context.unroute(address)

    def offline(self):
        self.context.set_offline(True)

    def online(self):
        self.context.set_offline(False)
        for page in self.context.pages:
            # Of a page that was loaded without a connection, only a real device says that it is back.
            page.evaluate("() => dispatchEvent(new Event('online'))")

    def sign_out(self):
        self.context.clear_cookies()

    def write(self, text):
        """Type a title; the folded part of the form opens for it."""
        box = self.page.locator("#id_title")
        if not box.is_visible():
            self.page.locator("details", has=box).locator("summary").first.click()
        box.fill(text)

    @property
    def button(self):
        return self.page.locator(".savebar").get_by_role("button", name="Save meeting")

    def save(self, text=None):
        if text:
            self.write(text)
        self.button.click()

    def queue(self, *titles):
        """Save meetings without a connection."""
        self.offline()
        for text in titles:
            self.save(text)
            expect(self.page.locator("#now-queued")).to_contain_text(text)

    def kept(self):
        """Wait until what was typed is on the device."""
        self.page.wait_for_function("() => Object.keys(localStorage).length > 0")

    def says(self, *words):
        """Wait for the line beside Save to say all of this."""
        for part in words:
            expect(self.page.locator("#draft-state")).to_contain_text(part, timeout=SOON)

    def lists(self, **states):
        """Wait for the list of what is on the device: each title (_ for a space) with its state."""
        for text, words in states.items():
            item = self.page.locator("#waiting li", has_text=text.replace("_", " "))
            expect(item.locator("[data-state]")).to_contain_text(words, timeout=SOON)
        expect(self.page.locator("#waiting li")).to_have_count(len(states), timeout=SOON)

    def arrives(self, text):
        """Wait for the page of the stored meeting."""
        expect(self.page.get_by_text(f"Saved. {text}")).to_be_visible(timeout=SOON)

    def reports(self, text):
        """Wait for the note that waiting meetings were sent."""
        expect(self.page.locator("#now-sent")).to_contain_text(text, timeout=SOON)

    def later(self, minutes):
        """Let time pass in the browser."""
        self.page.clock.fast_forward(int(timedelta(minutes=minutes).total_seconds() * 1000))

    def ends_with(self, *titles):
        """Each meeting is stored once, nothing is left on the device, and no word was untrue."""
        until = time.monotonic() + SOON / 1000
        while stored() != sorted(titles) or self.left():
            assert time.monotonic() < until, (stored(), self.left())
            self.page.wait_for_timeout(50)
        assert self.lies == [], self.lies

    def left(self):
        return self.page.evaluate(
            "() => Object.keys(localStorage).filter((key) => key.includes(':queue:'))"
        )


def stored():
    return sorted(Meeting.objects.values_list("title", flat=True))


def today():
    return timezone.localdate()
