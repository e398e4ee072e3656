"""The many files of static/ as the few that are served: what is put together, and what can't be."""

import re

import pytest
from django.conf import settings

from iomtracker.bundles import ENTRIES, BundleError, bundle, closure, merged

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
NAMED = re.compile(r"\{% static '((?:css|js)/[^']+)' %\}")


def stored(name):
    return (STATIC / name).read_text(encoding="utf-8")


def reader(**texts):
    """Read scripts that are given: `site` is js/site.js."""
    return lambda name: texts[name.removeprefix("js/").removesuffix(".js")]


def test_a_part_becomes_a_function_and_an_import_its_exports():
    read = reader(
        site='/* Above. */\n\nimport Box from "./box.js";\n'
        'import {\n  one,\n  two as other,\n} from "./box.js";\nBox(one, other);\n',
        box="// A box.\nexport default class Box {}\nexport const one = 1;\n"
        "export async function two() {\n  await one; // kept\n}\n",
    )
    assert bundle("js/site.js", read) == (
        "export const m = {  };\n"
        'm["js/box.js"] = (() => {\n'
        "class Box {}\nconst one = 1;\nasync function two() {\nawait one; // kept\n}\n"
        "return { default: Box, one, two };\n})();\n"
        'm["js/site.js"] = (() => {\n'
        'const { default: Box } = m["js/box.js"];\n'
        'const { one, two: other, } = m["js/box.js"];\nBox(one, other);\n'
        "return {  };\n})();\n"
    )


def test_what_another_entry_holds_is_taken_from_it():
    read = reader(
        site='import "./box.js";\n',
        box="export const one = 1;\n",
        photos='import "./site.js";\nimport { one } from "./box.js";\nalert(one);\n',
    )
    text = bundle("js/photos.js", read)
    assert text.startswith('import { m as m0 } from "./site.js";\nexport const m = { ...m0 };\n')
    assert text.count("m[") == 2  # its own part, and what it takes
    assert 'const { one } = m["js/box.js"];' in text


@pytest.mark.parametrize(
    "line",
    [
        'export { one } from "./box.js";',
        'export * from "./box.js";',
        "export let one = 1;",
        'import * as box from "./box.js";',
        'const box = () => import("./box.js");',
        "await fetch(one);",
        "const two = await fetch(one);",
        "const two = import.meta.url;",
        "const two = `a\nb`;",
    ],
)
def test_what_is_outside_its_part_of_the_language_is_refused(line):
    with pytest.raises(BundleError, match=r"^js/site\.js can.t be bundled"):
        bundle("js/site.js", reader(site=f"{line}\n", box=""))


def test_a_circle_is_refused():
    read = reader(site='import "./box.js";\n', box='import "./site.js";\n')
    with pytest.raises(BundleError, match=r"js/site\.js imports js/box\.js imports js/site\.js"):
        bundle("js/site.js", read)


def test_each_entry_of_the_site_can_be_bundled():
    for entry in ENTRIES:
        text = bundle(entry, stored)
        assert str(settings.BASE_DIR) not in text
        assert "sourceMappingURL" not in text


def test_pages_name_entries_and_files_that_are_in_none():
    named = {name for page in TEMPLATES.rglob("*.html") for name in NAMED.findall(page.read_text())}
    assert {*ENTRIES} <= named
    assert not named & merged(stored)


def test_every_style_sheet_but_that_of_the_admin_is_in_the_one_of_the_site():
    found = {f"css/{file.name}" for file in (STATIC / "css").glob("*.css")}
    assert {*closure("css/site.css", stored)} == found - {"css/admin.css"}
