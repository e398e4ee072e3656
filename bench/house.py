"""Count what makes the code easy or hard to enter: `python bench/house.py [FOLDER ...]`, a column a folder.

Counted are the files that git knows or does not ignore.

Application Python: every .py outside `tests`, `migrations` and bench/, without conftest.py. Of these,
modules are the files inside the apps, `__init__.py` apart; the lines are those of all of them, with manage.py.
Templates: every file under a folder `templates`. Styles: static/css/.

A gerund is a word of a module's name in -ing that is no noun of the field (NOUNS).
An arrow by string is a use, in toolkit/, accounts/ or stakeholders/ (merging apart), of what engagements
defines: `get_field` of a reverse relation, a look-up through one, its manager, a verb of MeetingQuerySet.
A name that the lower app defines too is not counted: it can't be told apart.
A repeat is a run of six or more lines that occurs twice in application Python, templates and scripts,
blank lines, comments and imports apart. `--list` names the files and lines behind the counts.
"""

import argparse
import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

NOUNS = {"heading", "logging", "mapping", "meeting", "string", "thing", "typing"}
BELOW = ("toolkit", "accounts", "stakeholders")
EXCEPTED = {"merging", "archive"}
RELATIONS = {"ForeignKey", "ManyToManyField", "OneToOneField"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DECLARATION = re.compile(r"(?:^|[{;])\s*-{0,2}[a-z][\w-]*\s*:[^{};]+(?=[;}]|$)")


def files_of(folder):
    """Return the paths that git knows, relative to the folder."""
    command = ["git", "-C", str(folder), "ls-files", "-z", "-co", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted(Path(name) for name in names if name and (folder / name).is_file())


class House:
    """The files of a project, parsed once. `found` keeps (what, place) for `--list`."""

    def __init__(self, folder):
        paths = files_of(folder)
        self.python = [p for p in paths if p.suffix == ".py" and is_application(p)]
        self.modules = [p for p in self.python if len(p.parts) > 1 and p.name != "__init__.py"]
        self.text = {p: (folder / p).read_text() for p in self.python}
        self.trees = {path: ast.parse(text) for path, text in self.text.items()}
        shown = [p for p in paths if "templates" in p.parts[:-1] and "tests" not in p.parts]
        self.templates = {p: (folder / p).read_text().splitlines() for p in shown}
        self.styles = {p: (folder / p).read_text() for p in paths if p.match("static/css/*.css")}
        scripts = [p for p in paths if p.match("static/js/*.js")]
        self.written = {p: (folder / p).read_text() for p in [*shown, *scripts]}
        self.found = []

    def nodes(self, *kinds, within=None):
        """Yield (path, node) of these kinds of node, in all trees or those of some apps."""
        for path, tree in self.trees.items():
            if within is None or path.parts[0] in within:
                yield from ((path, node) for node in ast.walk(tree) if isinstance(node, kinds))

    def count(self, what, places):
        """Keep the places and return how many there are."""
        places = sorted(places)
        self.found += [(what, place) for place in places]
        return len(places)


def is_application(path):
    """Whether a Python file is part of the program, not of its tests, migrations or measurements."""
    apart = {"tests", "migrations"}.intersection(path.parts) or path.parts[0] == "bench"
    return not apart and path.name != "conftest.py"


def is_gerund(path):
    """Whether a word of the module's name ends in -ing and is no noun of the field."""
    return any(word.endswith("ing") and word not in NOUNS for word in path.stem.split("_"))


def inner_imports(house):
    """Return the places of imports inside functions."""
    return {
        f"{path}:{node.lineno}"
        for path, function in house.nodes(*FUNCTIONS)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }


def import_graph(house):
    """Return {module: modules of ours that it imports}, wherever in it, but for type checking alone."""
    names = {}
    for path in house.python:
        names[".".join(path.with_suffix("").parts).removesuffix(".__init__")] = path
    graph = defaultdict(set)
    for name, path in names.items():
        typed = {
            id(inner)
            for node in ast.walk(house.trees[path])
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
            for inner in ast.walk(node)
        }
        for node in ast.walk(house.trees[path]):
            if id(node) in typed:
                continue
            if isinstance(node, ast.Import):
                graph[name].update(alias.name for alias in node.names if alias.name in names)
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    graph[name].update({whole if whole in names else node.module} & set(names))
    return graph


def cycles(graph):
    """Return the groups of modules that import each other, each as one text."""

    def reach(start):
        seen, todo = set(), [start]
        while todo:
            todo += graph.get(here := todo.pop(), set()) - seen
            seen |= graph.get(here, set())
        return seen

    reached = {name: reach(name) for name in list(graph)}
    groups = {
        frozenset(other for other in reached[name] if name in reached.get(other, ()))
        for name in reached
        if name in reached[name]
    }
    return {" <-> ".join(sorted(group)) for group in groups}


def arrows(house):
    """Return the lines of the lower apps that reach for what engagements defines."""
    classes = {n.name: n for _p, n in house.nodes(ast.ClassDef, within={"engagements"})}
    verbs, todo = set(), ["MeetingQuerySet"]
    while todo:
        found = classes.get(todo.pop())
        if found is not None:
            verbs |= {node.name for node in found.body if isinstance(node, FUNCTIONS)}
            todo += [base.id for base in found.bases if isinstance(base, ast.Name)]
    managers = reverse_names(house, {"engagements"})
    places = {}
    for at, app in enumerate(BELOW):
        lower = set(BELOW[: at + 1])
        own = {n.name for _p, n in house.nodes(*FUNCTIONS, within=lower)} | reverse_names(
            house, lower
        )
        for _path, model in house.nodes(ast.ClassDef, within=lower):
            fields = [node.targets[0] for node in model.body if isinstance(node, ast.Assign)]
            own |= {target.id for target in fields if isinstance(target, ast.Name)}
        reach, acts = managers - own, verbs - own
        for path, node in house.nodes(
            ast.Call, ast.Attribute, ast.Constant, ast.keyword, within={app}
        ):
            if not EXCEPTED.intersection((*path.parts, path.stem)) and is_arrow(node, reach, acts):
                places.setdefault((path, node.lineno), ast.unparse(node))
    return {f"{path}:{number} {text[:60]}" for (path, number), text in places.items()}


def reverse_names(house, apps):
    """Return the related names that the models of some apps give."""
    return {
        keyword.value.value
        for _path, node in house.nodes(ast.Call, within=apps)
        if getattr(node.func, "attr", "") in RELATIONS
        for keyword in node.keywords
        if keyword.arg in {"related_name", "related_query_name"}
        and isinstance(keyword.value, ast.Constant)
    }


def is_arrow(node, managers, verbs):
    """Whether a node reaches up: get_field of a relation, a look-up through it, its manager, a verb."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", "")
        first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else ""
        return name in verbs or (name == "get_field" and first in managers)
    if isinstance(node, ast.Attribute):
        return node.attr in managers
    text = node.arg if isinstance(node, ast.keyword) else node.value
    return (
        isinstance(text, str)
        and "__" in text
        and text.isidentifier()
        and bool(managers.intersection(text.split("__")))
    )


def repeats(house, shortest=6):
    """Return the runs of lines that stand in two places, the longest first, each as a text."""
    lines = []
    for path, text in (house.text | house.written).items():
        for number, line in enumerate(text.splitlines(), 1):
            line = line.strip()
            if line and not line.startswith(("#", "import ", "from ")):
                lines.append((line, path, number))
    texts = [line for line, _path, _number in lines]
    starts, found, taken = defaultdict(list), [], set()
    for at in range(len(lines) - shortest):
        starts[tuple(texts[at : at + shortest])].append(at)
    for places in starts.values():
        for one, other in zip(places, places[1:], strict=False):
            if (one - 1, other - 1) in taken:
                taken.add((one, other))
                continue
            taken.add((one, other))
            size = shortest
            while other + size < len(texts) and texts[one + size] == texts[other + size]:
                size += 1
            ends = [f"{lines[at][1]}:{lines[at][2]}" for at in (one, other)]
            found.append((min(size, other - one), *ends))
    return [f"{size:3} lines: {one} = {other}" for size, one, other in sorted(found, reverse=True)]


def rows_of(folder):
    """Return the house and [(what is counted, its value)]."""
    house = House(folder)
    sizes = {path: len(text.splitlines()) for path, text in house.text.items()}
    modules = [sizes[path] for path in house.modules]
    longest = max(house.modules, key=sizes.get)
    functions = [node.end_lineno - node.lineno + 1 for _path, node in house.nodes(*FUNCTIONS)]
    wide = [
        (len(line), f"{p}:{n}") for p, ls in house.templates.items() for n, line in enumerate(ls, 1)
    ]
    crowded = {
        f"{path}:{number}"
        for path, text in house.styles.items()
        for number, line in enumerate(text.splitlines(), 1)
        if len(DECLARATION.findall(line)) > 1
    }
    return house, [
        ("modules of Python", len(modules)),
        ("their median length", round(median(modules))),
        ("their longest", f"{sizes[longest]} {longest.name}"),
        ("lines of application Python", sum(sizes.values())),
        (
            "modules named by a gerund",
            house.count("gerund", map(str, filter(is_gerund, house.modules))),
        ),
        ("imports inside functions", house.count("inner import", inner_imports(house))),
        ("import cycles", house.count("cycle", cycles(import_graph(house)))),
        ("arrows by string", house.count("arrow", arrows(house))),
        ("repeats of 6 lines or more", house.count("repeat", repeats(house))),
        ("functions", len(functions)),
        ("their median length", round(median(functions))),
        ("share under 30 lines", f"{sum(n < 30 for n in functions) / len(functions):.1%}"),
        ("over 50 lines", sum(n > 50 for n in functions)),
        ("template files", len(house.templates)),
        ("template lines over 120", house.count("wide", [at for n, at in wide if n > 120])),
        ("template lines over 200", sum(n > 200 for n, _at in wide)),
        ("longest template line", max(wide)[0]),
        ("CSS lines of several declarations", house.count("crowded", crowded)),
    ]


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[Path()])
    parser.add_argument("--list", action="store_true", help="name the files and lines too")
    asked = parser.parse_args()
    columns = [rows_of(folder) for folder in asked.folders]
    for rows in zip(*(rows for _house, rows in columns), strict=True):
        sys.stdout.write(
            f"{rows[0][0]:36}" + "".join(f"{value!s:>24}" for _what, value in rows) + "\n"
        )
    for house, _rows in columns if asked.list else ():
        sys.stdout.writelines(f"{what}: {place}\n" for what, place in house.found)


if __name__ == "__main__":
    main()
