"""One style sheet and a few scripts of the many files in static/, put together by collectstatic in Python.

In development a browser reads the files as they are: a style sheet that imports others, and modules. An
entry below becomes one file with all that it imports. What another entry holds is not repeated: that one's
import stays and its modules are taken from it, so that each runs once on a page.
"""

import re
from collections.abc import Callable, Iterator
from posixpath import dirname, join, normpath, relpath

# Gives the text of a static file by its name.
Read = Callable[[str], str]

ENTRIES = (
    "css/site.css",
    "js/site.js",
    "js/photos.js",
    "js/meeting-page.js",
    "js/article-editor.js",
    "js/offline-page.js",
)
CSS_IMPORT = re.compile(r'^@import url\("(?P<file>[^"]+)"\);$', re.MULTILINE)
IMPORT = re.compile(
    r'^import (?:(?P<default>\w+) from |\{(?P<names>[^}]*)\} from )?"(?P<file>[^"]+)";$',
    re.MULTILINE,
)
EXPORT = re.compile(
    r"^export (?P<default>default )?(?=(?:async function|function|class|const) (?P<name>\w+))",
    re.MULTILINE,
)
UNKNOWN = re.compile(
    r"^(?:import|export|await)\b.*|^(?:const|let) .*= await\b.*|\bimport[(.].*", re.MULTILINE
)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Those on lines of their own: within a line it may be part of a string.
JS_COMMENT = re.compile(r"^ *(?:/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)\n", re.MULTILINE)
INDENTATION = re.compile(r"\n\s*")


class BundleError(Exception):
    """A file is written in a way that can't be bundled; the message says which and why."""


def bundle(entry: str, read: Read) -> str:
    return style_sheet(entry, read) if entry.endswith(".css") else script(entry, read)


def merged(read: Read) -> set[str]:
    """Return the names of the files that pages reach through an entry only."""
    return {name for entry in ENTRIES for name in closure(entry, read)} - {*ENTRIES}


def closure(name: str, read: Read, above: tuple[str, ...] = ()) -> list[str]:
    """Return the names of a file and of all it imports, each after those that it needs."""
    if name in above:
        raise BundleError(f"{' imports '.join([*above, name])}: a circle can't be bundled.")
    needed = [each for file in imported(name, read) for each in closure(file, read, (*above, name))]
    return list(dict.fromkeys([*needed, name]))


def imported(name: str, read: Read) -> Iterator[str]:
    pattern = CSS_IMPORT if name.endswith(".css") else IMPORT
    for match in pattern.finditer(read(name)):
        yield beside(name, match["file"])


def beside(name: str, file: str) -> str:
    return normpath(join(dirname(name), file))


def style_sheet(entry: str, read: Read) -> str:
    text = CSS_IMPORT.sub(lambda match: read(beside(entry, match["file"])), read(entry))
    return INDENTATION.sub("\n", CSS_COMMENT.sub("", text)).lstrip()


def script(entry: str, read: Read) -> str:
    """Return a module that runs each part as a function, whose result is what the part exports.

    `m` holds these results by the parts' names; it is exported to the entries that import this one.
    """
    names = closure(entry, read)
    others = [name for name in names if name in ENTRIES and name != entry]
    held = {name for other in others for name in closure(other, read)}
    lines = []
    for number, other in enumerate(others):
        lines.append(f'import {{ m as m{number} }} from "./{relpath(other, dirname(entry))}";')
    shared = ", ".join(f"...m{number}" for number in range(len(others)))
    lines.append(f"export const m = {{ {shared} }};")
    for name in names:
        if name not in held:
            lines.append(f'm["{name}"] = (() => {{\n{body(name, read(name))}}})();')
    return "\n".join(lines) + "\n"


def body(name: str, text: str) -> str:
    """Return the text of a module as the body of a function that returns its exports."""
    exports = [
        f"default: {match['name']}" if match["default"] else match["name"]
        for match in EXPORT.finditer(text)
    ]
    text = IMPORT.sub(lambda match: _taken(name, match), EXPORT.sub("", text))
    if unknown := UNKNOWN.search(JS_COMMENT.sub("", text)):
        raise BundleError(f"{name} can't be bundled, because of this line: {unknown[0]}")
    if any(line.count("`") % 2 for line in text.splitlines()):
        raise BundleError(f"{name} can't be bundled: a template literal goes over several lines.")
    text = INDENTATION.sub("\n", JS_COMMENT.sub("", text)).strip()
    notice = f"/*! {name}: see {dirname(name)}/LICENSE */\n" if name.startswith("vendor/") else ""
    return f"{notice}{text}\nreturn {{ {', '.join(exports)} }};\n"


def _taken(name: str, match: re.Match[str]) -> str:
    """Return what takes the place of an import: the exports of a part that has run before."""
    if match["default"]:
        names = f"default: {match['default']}"
    elif match["names"]:
        names = re.sub(r"(\w+) as (\w+)", r"\1: \2", " ".join(match["names"].split()))
    else:
        return ""
    return f'const {{ {names} }} = m["{beside(name, match["file"])}"];'
