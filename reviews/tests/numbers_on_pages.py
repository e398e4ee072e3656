"""The numbers of a page and their lists: what a reader would see when pressing each."""

import re
from html.parser import HTMLParser


class _Links(HTMLParser):
    """Collects (words, address) of each link, the words that only screen readers hear set apart."""

    def __init__(self):
        super().__init__()
        self.found, self.link, self.hidden = [], None, 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "a" and "data-src" not in attrs:  # those are numbers of meetings, not of how many
            self.link = {"href": attrs.get("href", ""), "seen": "", "heard": ""}
        elif self.link and tag == "span" and (self.hidden or attrs.get("class") == "vh"):
            self.hidden += 1

    def handle_data(self, data):
        if self.link:
            self.link["heard" if self.hidden else "seen"] += data

    def handle_endtag(self, tag):
        if tag == "span" and self.hidden:
            self.hidden -= 1
        elif tag == "a" and self.link:
            self.found.append(self.link)
            self.link = None


def number_links(html):
    """Return [(number, what is heard beside it, address)] of the main part of a page.

    A number is a link that begins with one, or "Show" whose unseen words hold it.
    """
    parser = _Links()
    parser.feed(html.split("<main")[1].split("</main>")[0])
    found = []
    for link in parser.found:
        text = link["seen"].strip()
        if text == "Show":
            text = link["heard"].lstrip(": ")
        number = re.match(r"(?:(?:Show|See) all )?(\d+)(?![\d-])", text)
        if number and not re.fullmatch(r"/(years|months)/[\d-]+/", link["href"]):
            found.append((int(number[1]), f"{text} {link['heard']}".strip(), link["href"]))
    return found


def held_by(client, address):
    """Return how much the list at `address` holds: what it says, after its rows were counted too."""
    response = client.get(address)
    assert response.status_code == 200, address
    total = response.context["total"]
    html = response.content.decode().split("<main")[1]
    if "numbered" in response.context:
        lines = response.context["listing"].lines
        counts = re.findall(r'<li data-count="(\d+)"', html)
        rows = sum(map(int, counts)) if counts else html.count('<td role="cell" class="c-main">')
        assert rows == total or len(lines) > 100, address
    else:
        assert min(total, 50) == html.count('class="c-main"'), address
    return total


def check_numbers(client, page, held=None):
    """Compare every number of a page with its list; return what was compared.

    `held` remembers what each list holds, for another page that leads to some of them.
    """
    links = number_links(client.get(page).content.decode())
    held = {} if held is None else held
    for address in {address for _n, _heard, address in links} - held.keys():
        held[address] = held_by(client, address)
    wrong = [
        (n, heard, address, held[address]) for n, heard, address in links if held[address] != n
    ]
    assert wrong == []
    return links
