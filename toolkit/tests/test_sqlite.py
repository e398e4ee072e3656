"""A foreign key is followed for any number of rows, on both databases."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

pytestmark = pytest.mark.django_db
MANY = 1100  # SQLite takes an expression of 1,000 levels


def test_more_different_keys_than_sqlite_takes_in_one_expression(django_assert_num_queries):
    kinds = ContentType.objects.bulk_create(
        ContentType(app_label="many", model=f"model{n}") for n in range(MANY)
    )
    Permission.objects.bulk_create(
        Permission(codename=f"many-{n}", name=f"Many {n}", content_type=kind)
        for n, kind in enumerate(kinds)
    )
    rows = Permission.objects.filter(codename__startswith="many-").order_by("pk")
    with django_assert_num_queries(2):
        found = list(rows.prefetch_related("content_type"))
    assert [row.content_type.model for row in found] == [f"model{n}" for n in range(MANY)]
