"""The house stands: an app knows only what is below it, by import or by string, and modules make no circle."""

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet

from engagements.models.meeting import MeetingQuerySet

# From the ground up; intake and reviews stand side by side.
LAYERS = ("toolkit", "countries", "accounts", "stakeholders", "engagements", "profiles")
HOUSE = [*LAYERS, "reviews", "iomtracker"]
INTAKE = [*LAYERS, "intake", "iomtracker"]
BELOW_MEETINGS = LAYERS[: LAYERS.index("engagements")]
WALKS_ALL_MODELS = (
    "stakeholders/merging/"  # what points at a record is found in the registry, on purpose
)


def banned(code, *, app):
    """Whether ruff refuses this code in a module of the app."""
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251"]
    command += ["--stdin-filename", f"{app}/models.py", "-"]
    result = subprocess.run(
        command, input=code, text=True, capture_output=True, cwd=settings.BASE_DIR
    )
    assert result.returncode in (0, 1), result.stderr
    return "TID251" in result.stdout


@pytest.mark.parametrize(
    ("lower", "upper"), sorted({*combinations(HOUSE, 2), *combinations(INTAKE, 2)})
)
def test_upwards_is_refused_and_downwards_is_not(lower, upper):
    assert banned(f"def late():\n    from {upper}.models import X\n", app=lower)
    assert not banned(f"from {lower}.models import X\n", app=upper)


@pytest.mark.parametrize(("one", "other"), [("intake", "reviews"), ("reviews", "intake")])
def test_intake_and_reviews_never_know_each_other(one, other):
    assert banned(f"from {other}.models import X\n", app=one)


@cache
def sources(*names):
    """Return {path: syntax tree} of the modules of these apps, tests and migrations apart."""
    base = Path(settings.BASE_DIR)
    found = (path.relative_to(base) for name in names for path in (base / name).rglob("*.py"))
    return {
        str(path): ast.parse((base / path).read_text())
        for path in found
        if not {"tests", "migrations"} & set(path.parts)
    }


@cache
def names_from_above(app):
    """Return the names by which models of this app, or below, reach models that stand above it.

    The toolkit and the country packs have no models, and know those of no app.
    """
    if app in ("toolkit", "countries"):
        return names_from_above("accounts") | names_from_above("stakeholders")
    known = LAYERS[: LAYERS.index(app) + 1]
    return {
        name
        for label in known[2:]
        for model in apps.get_app_config(label).get_models()
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
        if relation.related_model._meta.app_label not in known
        for name in (relation.name, relation.get_accessor_name())
        if name and not name.endswith("+")
    }


def verbs_of_meetings(trees):
    """Return the methods of MeetingQuerySet that no class of `trees`, nor Django's own, defines."""
    own = {name for name in dir(MeetingQuerySet) if callable(getattr(MeetingQuerySet, name))}
    lower = {
        node.name
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    return own - lower - set(dir(QuerySet))


def docstrings(tree):
    """Return the nodes of the docstrings of a module."""
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if node.body and isinstance(node.body[0], ast.Expr)
    }


def arrows(tree, names, verbs):
    """Return what reaches upwards in a module: attributes, look-ups, names of fields, verbs."""
    path = re.compile(rf"(?:^|__|[ .])(?:{'|'.join(sorted(names))})(?:__\w+)?$")
    skipped, found = docstrings(tree), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in names | verbs:
            found.append(node.attr)
        texts = [getattr(node, name, None) for name in ("arg", "value")]
        if isinstance(node, ast.keyword | ast.Constant) and node not in skipped:
            found += [text for text in texts if isinstance(text, str) and path.search(text)]
    return found


def test_the_lists_of_what_reaches_upwards_are_not_empty():
    assert {"meetings", "counterparts", "attendances"} <= names_from_above("stakeholders")
    assert {"focal_for", "merges"} <= names_from_above("accounts")
    verbs = verbs_of_meetings(sources(*BELOW_MEETINGS))
    assert {"visible_to", "logged", "counted", "newest_first"} <= verbs


@pytest.mark.parametrize("app", BELOW_MEETINGS)
def test_nothing_reaches_upwards_by_a_string_or_a_reverse_manager(app):
    verbs = verbs_of_meetings(sources(*BELOW_MEETINGS))
    found = {
        path: arrows(tree, names_from_above(app), verbs)
        for path, tree in sources(app).items()
        if not path.startswith(WALKS_ALL_MODELS)
    }
    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "code",
    [
        'Organisation._meta.get_field("meetings").related_model',
        "Person.objects.filter(counterparts__meeting=None)",
        'rows.values("parent__counterparts__meeting")',
        "person.attendances.all()",
        "rows.annotate(n=Count('meetings'))",
        "manager.visible_to(user)",
        "rows.logged()",
    ],
)
def test_an_arrow_by_string_would_be_found(code):
    verbs = verbs_of_meetings(sources(*BELOW_MEETINGS))
    assert arrows(ast.parse(code), names_from_above("stakeholders"), verbs)
    assert not arrows(ast.parse('rows.filter(appointments__title="Mayor")'), {"meetings"}, verbs)


ALL_APPS = (*LAYERS, "reviews", "intake", "iomtracker")


def module_of(path):
    """Return the dotted name of a module."""
    return ".".join(Path(path).with_suffix("").parts).removesuffix(".__init__")


def imports_of(tree, known):
    """Return the modules among `known` that a module imports when it is loaded."""
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= parts & known or {node.module}
    return found & known


def test_modules_make_no_circle():
    trees = {module_of(path): tree for path, tree in sources(*ALL_APPS).items()}
    graph = {name: imports_of(tree, set(trees)) for name, tree in trees.items()}
    assert graph["stakeholders.models.person"]  # it is a graph
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_no_import_inside_a_function():
    inside = [
        f"{path}:{node.lineno}"
        for path, tree in sources(*ALL_APPS).items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []
