"""Which tables are in the whole export, and how a value stands in a cell and comes back from it.

Every model of our own apps is in it unless LEFT_OUT says why not; of other apps those in ALSO.
"""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import QuerySet

from toolkit.spreadsheets import RISKY

ALSO = {
    "account.emailaddress": "emails of users that were confirmed",
    "admin.logentry": "what was done in the admin",
    "auth.group": "roles",
    "auth.group_permissions": "what roles may do in the admin",
}
LEFT_OUT = {
    "account.emailconfirmation": "keys of links in emails: secret, and soon over",
    "auth.permission": "made by the migrations; rows that name one hold its natural key",
    "contenttypes.contenttype": "made by the migrations; rows that name one hold its natural key",
    "sessions.session": "who is signed in at this moment: secret",
}
LEFT_OUT_COLUMNS = {
    "accounts.invitation": {"nonce": "the secret part of the link; sent again, it gets another"},
    "accounts.user": {
        "password": "a secret, though hashed; everybody chooses a new one",
        "feed_version": "the secret part of the calendar address; everybody draws a new one",
    },
}
# Migrations write these rows, so that an instance is never without: an import puts its own in their place.
MADE_BY_MIGRATIONS = ("auth.group_permissions", "auth.group")
NOTHING = "\\N"
NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField, models.AutoField)
TEXTS = (models.CharField, models.TextField, models.FileField)


def tables() -> "list[Table]":
    found = [model for model in all_models() if label(model) in ALSO or is_ours(model)]
    kept = [model for model in found if label(model) not in LEFT_OUT]
    return [Table(model) for model in sorted(kept, key=label)]


def all_models() -> list:
    rows = apps.get_models(include_auto_created=True)
    return [model for model in rows if model._meta.managed and not model._meta.proxy]


def is_ours(model: type[models.Model]) -> bool:
    return Path(apps.get_app_config(model._meta.app_label).path).parent == settings.BASE_DIR


def label(model: type[models.Model]) -> str:
    """Return the name of a model's table in the export: "engagements.meeting"."""
    return model._meta.label_lower


class Table:
    """One CSV file: a model, its columns, its rows in the order of their keys."""

    def __init__(self, model: Any) -> None:
        self.model, self.name = model, label(model)
        self.path = f"data/{self.name}.csv"  # in the ZIP
        self.keys: dict = {}

    @cached_property
    def fields(self) -> list:
        without = LEFT_OUT_COLUMNS.get(self.name, {})
        return [
            field
            for field in self.model._meta.concrete_fields
            if field.name not in without and not getattr(field, "generated", False)
        ]

    @property
    def file_fields(self) -> list[models.FileField]:
        return [field for field in self.fields if isinstance(field, models.FileField)]

    @property
    def header(self) -> list[str]:
        return [field.attname for field in self.fields]

    def rows(self) -> QuerySet:
        """Return all rows, whoever asks: this is for whoever runs the server."""
        return self.model._base_manager.order_by("pk")

    def cells(self, row: models.Model) -> list[str]:
        return [self.cell(field, row) for field in self.fields]

    def cell(self, field: Any, row: models.Model) -> str:
        """Return the text of one value: reversible, and never a formula."""
        value = field.value_from_object(row)
        if value is None:
            return NOTHING if isinstance(field, TEXTS) else ""
        if names_left_out(field):
            value = self.natural_key(field, value)
        if names_left_out(field) or isinstance(field, models.JSONField):
            # Sorted, so that it is the same on both databases.
            return escaped(
                json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
            )
        text = field.value_to_string(row)
        return text if isinstance(plain(field), NUMBERS) else escaped(text)

    def natural_key(self, field: Any, pk: int) -> tuple:
        """Return what names the row of a table that is not exported; each is asked for once."""
        model = field.related_model
        if (model, pk) not in self.keys:
            self.keys[model, pk] = model._base_manager.get(pk=pk).natural_key()
        return self.keys[model, pk]

    def value(self, field: Any, text: str) -> Any:
        """Return the value that `cell` wrote as `text`. Raises an error of the field when it is none."""
        if text == (NOTHING if isinstance(field, TEXTS) else ""):
            return None
        text = text.removeprefix("'")
        if names_left_out(field):
            model = field.related_model
            if (model, text) not in self.keys:
                self.keys[model, text] = model.objects.get_by_natural_key(*json.loads(text)).pk
            return self.keys[model, text]
        if isinstance(field, models.JSONField):
            return json.loads(text)
        return field.to_python(text)

    def instance(self, cells: list[str]) -> models.Model:
        pairs = zip(self.fields, cells, strict=True)
        return self.model(**{field.attname: self.value(field, text) for field, text in pairs})


def names_left_out(field: Any) -> bool:
    return bool(field.is_relation and label(field.related_model) in LEFT_OUT)


def plain(field: Any) -> Any:
    """Return the field that a column holds values of: for a relation, the key it leads to."""
    return plain(field.target_field) if field.is_relation else field


def escaped(text: str) -> str:
    """Return `text` with a ' before it when it could run as a formula, or would be read as something else."""
    return f"'{text}" if text.startswith("'") or text == NOTHING or RISKY.match(text) else text
