"""Pictures of the pages of the example month, and two sets of them compared.

    python bench/pictures.py take URL ACCOUNTS FOLDER    a running site, its var/demo-accounts.txt
    python bench/pictures.py compare BEFORE AFTER OUT    the share of pixels that differ, and both side by side

Each page is taken whole, at 390 and 1280 pixels, light and dark. The browser's clock stands at NOW and nothing
moves; what the server dates by its own clock (ages, the present month) differs from one day to another, so take
both sets on one day, from databases that `make run` made anew.
"""

import argparse
import base64
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SETTLED = 2000  # ms after which scripts have asked for what they show
WIDTHS, SCHEMES = (390, 1280), ("light", "dark")
PAGES = {  # role: {name: address}
    "": {"sign-in": "/account/login/"},
    "viewer": {"viewer-home": "/", "viewer-month": "/months/2024-03/"},
    "staff": {
        "home": "/",
        "meetings": "/meetings/",
        "meetings-found": "/meetings/?q=kukes",
        "meeting": "/meetings/2024-03-003/",
        "meeting-new": "/meetings/new/",
        "stakeholders": "/stakeholders/",
        "stakeholder-add": "/stakeholders/add/",
        "organisation": "/organisations/municipality-of-kukes/",
        "organisation-brief": "/organisations/municipality-of-kukes/brief/",
        "holder": "/organisations/municipality-of-kukes/holder/",
        "person": "/people/1/",
        "actions": "/actions/",
        "search": "/search/?q=kukes",
        "months": "/months/",
        "month": "/months/2024-03/",
        "month-organisations": "/months/2024-03/organisations/",
        "month-people": "/months/2024-03/people/",
        "month-municipalities": "/months/2024-03/municipalities/",
        "article": "/months/2024-03/article/",
        "year": "/years/2024/",
        "coverage": "/coverage/?month=2024-03",
        "place": "/places/kukes/",
        "invitation": "/meetings/import/",
        "settings": "/account/settings/",
        "help": "/help/",
        "not-found": "/nowhere/",
    },
    "head of office": {
        "head-home": "/",
        "meeting-edit": "/meetings/2024-03-003/edit/",
        "head-month": "/months/2024-03/",
        "sign": "/months/2024-03/sign/",
    },
    "data manager": {
        "data-home": "/",
        "quality": "/quality/",
        "imports": "/import/",
        "contacts": "/import/contacts/",
        "duplicates": "/quality/duplicates/",
        "merges": "/merges/",
        "admin": "/admin/",
        "admin-meetings": "/admin/engagements/meeting/",
        "admin-kind": "/admin/engagements/meetingkind/1/change/",
    },
}
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
STILL = "*, ::before, ::after { animation: none !important; transition: none !important }"
# Decodes two pictures, counts the pixels that differ, and draws them beside what is different.
DIFFER = """async ([one, other]) => {
  const load = async (data) => createImageBitmap(await (await fetch(data)).blob());
  const images = [await load(one), await load(other)];
  const width = Math.max(...images.map((i) => i.width)), height = Math.max(...images.map((i) => i.height));
  const canvas = new OffscreenCanvas(3 * width + 40, height), pen = canvas.getContext("2d");
  pen.fillStyle = "#f0f"; pen.fillRect(0, 0, canvas.width, height);
  images.forEach((image, n) => pen.drawImage(image, n * (width + 20), 0));
  const [a, b] = [0, 1].map((n) => pen.getImageData(n * (width + 20), 0, width, height).data);
  const marks = new ImageData(width, height);
  let different = 0;
  for (let at = 0; at < a.length; at += 4) {
    const same = a[at] === b[at] && a[at + 1] === b[at + 1] && a[at + 2] === b[at + 2];
    different += !same;
    marks.data.set(same ? [255, 255, 255, 255] : [200, 0, 0, 255], at);
  }
  if (!different) return [0, ""];
  pen.putImageData(marks, 2 * (width + 20), 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return [different / (width * height), btoa(text)];
}"""


def read_accounts(path):
    """Return {role: (sign-in name, password)} of a file of demonstration accounts."""
    rows = [line.split("\t") for line in path.read_text().splitlines()]
    return {role: (name, password) for role, name, password in rows}


def open_context(browser, site, account):
    """Return a browser context, signed in when there is an account."""
    context = browser.new_context(reduced_motion="reduce", service_workers="block", locale="en-GB")
    page = context.new_page()
    if account:
        page.goto(f"{site}/account/login/")
        page.fill("input[name=login]", account[0])
        page.fill("input[name=password]", account[1])
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{site}/")
    page.clock.set_fixed_time(NOW)
    return page


def take(browser, site, accounts, folder):
    """Store a picture of every page, width and colour scheme."""
    folder.mkdir(parents=True, exist_ok=True)
    for role, pages in PAGES.items():
        page = open_context(browser, site, accounts.get(role))
        for name, address in pages.items():
            response = page.goto(f"{site}{address}")
            if response.status >= 500 or (response.status >= 400 and name != "not-found"):
                raise SystemExit(f"{address} answered {response.status}.")
            page.wait_for_timeout(SETTLED)
            page.wait_for_load_state(
                "networkidle"
            )  # what scripts fetch, like the form's preview and its font
            for width in WIDTHS:
                for scheme in SCHEMES:
                    page.set_viewport_size({"width": width, "height": 900})
                    page.emulate_media(color_scheme=scheme)
                    page.evaluate("document.fonts.ready.then(() => true)")
                    path = folder / f"{name}-{width}-{scheme}.png"
                    page.screenshot(path=path, full_page=True, animations="disabled", style=STILL)
        page.context.close()


def data_address(path):
    """Return a picture as an address that a script can load."""
    return f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}"


def compare(browser, before, after, out):
    """Print the share of pixels that differ in each picture; store those that do, side by side."""
    out.mkdir(parents=True, exist_ok=True)
    page = browser.new_page()
    ours, theirs = ({path.name for path in folder.glob("*.png")} for folder in (before, after))
    for name in sorted(ours ^ theirs):
        sys.stdout.write(f"only in {before if name in ours else after}: {name}\n")
    differing = 0
    for name in sorted(ours & theirs):
        if (before / name).read_bytes() == (after / name).read_bytes():
            continue
        pair = [data_address(folder / name) for folder in (before, after)]
        share, picture = page.evaluate(DIFFER, pair)
        if share:
            differing += 1
            (out / name).write_bytes(base64.b64decode(picture))
            sys.stdout.write(f"{share:8.3%}  {name}\n")
    sys.stdout.write(f"{differing} of {len(ours & theirs)} pictures differ.\n")


def main():
    """Take pictures, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    tasks = parser.add_subparsers(dest="task", required=True)
    for task, names in (
        ("take", ("url", "accounts", "out")),
        ("compare", ("before", "after", "out")),
    ):
        command = tasks.add_parser(task)
        for name in names:
            command.add_argument(name, type=str if name == "url" else Path)
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        if asked.task == "take":
            take(browser, asked.url.rstrip("/"), read_accounts(asked.accounts), asked.out)
        else:
            compare(browser, asked.before, asked.after, asked.out)
        browser.close()


if __name__ == "__main__":
    main()
