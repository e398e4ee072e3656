"""Every relation to what can be merged is known here. A new one fails until somebody says what merging does."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models

from stakeholders.merging import mergeable_models
from stakeholders.merging.plan import groups_of
from stakeholders.merging.rules import is_history, is_mergeable, relations_of, unique_sets

# A row MOVES always; or, where the kept one has its like, it FOLDS into that one, is DROPPED (a row
# of a join table says nothing else), or is a record of its own and the two are MERGED as well.
MOVES, FOLDS, DROPPED, MERGED = "moves", "folds", "dropped", "merged"
POLICY = {
    "person": {
        "stakeholders.Appointment.person": FOLDS,
        "stakeholders.Person.merged_into": MOVES,
        "engagements.ActionPoint.person": MOVES,
        "engagements.Attendance.person": FOLDS,
    },
    "organisation": {
        "stakeholders.Appointment.organisation": FOLDS,
        "stakeholders.Organisation.parent": MERGED,
        "stakeholders.Organisation.merged_into": MOVES,
        "engagements.ActionPoint.organisation": MOVES,
        "engagements.Counterpart.organisation": FOLDS,
    },
    "location": {
        "stakeholders.Location.parent": MOVES,
        "stakeholders.Location.merged_into": MOVES,
        "stakeholders.Organisation.location": MOVES,
        "engagements.Meeting.location": MOVES,
    },
    "thematicarea": {
        "engagements.Meeting_thematic_areas.thematicarea": DROPPED,
        "engagements.ThematicArea.merged_into": MOVES,
    },
    # What hangs on a row that folds: it goes where that row goes.
    "counterpart": {"engagements.Attendance.counterpart": MOVES},
    "attendance": {},
    "appointment": {},
}
# Reviewed: what a row takes from the other one, where it is empty or chosen.
CHOICES = {
    "person": "honorific full_name email phone notes source last_confirmed",
    "organisation": "name short_name takes_the kind location parent website notes seats to_confirm "
    "focal_point contact_every",
    "location": "name name_local level parent pcode latitude",
    "thematicarea": "description",
}


def model_of(name):
    found = [m for m in apps.get_models() if m._meta.model_name == name]
    assert len(found) == 1
    return found[0]


def what_happens(relation):
    if not list(unique_sets(relation)):
        return MOVES
    if is_mergeable(relation.model):
        return MERGED
    return DROPPED if relation.model._meta.auto_created else FOLDS


def test_all_that_can_be_merged_is_here():
    assert set(mergeable_models()) == set(CHOICES)
    assert set(CHOICES) <= set(POLICY)


@pytest.mark.parametrize("name", POLICY)
def test_every_relation_is_handled_as_agreed(name):
    found = {str(r): what_happens(r) for r in relations_of(model_of(name))}
    assert found == POLICY[name]


@pytest.mark.parametrize("name", POLICY)
def test_the_walk_misses_nothing_that_django_knows(name):
    options = model_of(name)._meta
    hidden = [
        f for f in options.get_fields(include_hidden=True) if f.auto_created and not f.concrete
    ]
    columns = {f"{f.related_model._meta.label}.{f.field.name}" for f in hidden if not f.many_to_many
               and not is_history(f.related_model)}  # fmt: skip
    lists = [f.field for f in hidden if f.many_to_many] + list(options.many_to_many)
    for field in lists:
        for key in field.remote_field.through._meta.concrete_fields:
            if key.related_model is options.model:
                columns.add(f"{field.remote_field.through._meta.label}.{key.name}")
    assert columns == set(POLICY[name])


def test_what_folds_is_walked_itself():
    folding = {
        path.split(".")[1].lower()
        for policies in POLICY.values()
        for path, policy in policies.items()
        if policy == FOLDS
    }
    assert folding <= set(POLICY)


@pytest.mark.parametrize("name", POLICY)
def test_nothing_that_the_walk_cannot_read(name):
    """Keys to something else than the primary key, and uniqueness by expression, are not handled."""
    for relation in relations_of(model_of(name)):
        assert relation.field.target_field.primary_key
        for constraint in relation.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                assert not constraint.contains_expressions
                assert constraint.nulls_distinct is not False


def test_no_relation_without_a_foreign_key():
    """A generic relation would not be found; the admin's log has one in all but name, and tells what was."""
    for model in apps.get_models(include_auto_created=True):
        generic = [f for f in model._meta.private_fields if isinstance(f, GenericForeignKey)]
        assert not generic, model
        names = {field.name for field in model._meta.concrete_fields}
        if {"object_id", "content_type"} <= names:
            assert model._meta.label == "admin.LogEntry"


@pytest.mark.parametrize("name", CHOICES)
def test_what_can_be_chosen(name):
    assert [fields[0].name for fields in groups_of(model_of(name))] == CHOICES[name].split()
