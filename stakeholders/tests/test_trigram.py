"""PostgreSQL searches inside text by an index; SQLite has none and needs none."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_the_searched_columns_are_indexed_where_they_can_be():
    names = {"stakeholders_person_search_trgm", "stakeholders_location_search_trgm"}
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "stakeholders_person")
        found |= connection.introspection.get_constraints(cursor, "stakeholders_location")
    assert names & set(found) == (names if connection.vendor == "postgresql" else set())
