"""Uploaded files on the disk: under random names, never under the name that somebody gave."""

import os
import uuid
from typing import Any

from django.db import models


class RandomNameFileField(models.FileField):
    """A file kept in the folder `upload_to` under a random name."""

    def generate_filename(
        self, instance: models.Model | None, filename: str | os.PathLike[str]
    ) -> str:
        return f"{self.upload_to}/{uuid.uuid4().hex}"

    def deconstruct(self) -> Any:
        """Return it for a migration as Django's own field: the column is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs
