"""The history of rows with lists: what is in a list is copied by its keys."""

from typing import Any

from simple_history.models import HistoricalRecords
from simple_history.utils import get_m2m_field_name


class ListHistory(HistoricalRecords):
    """simple_history's records; it would read whole rows on both ends of a list, and what it leaves out of a record."""

    def create_historical_record_m2ms(self, history_instance: Any, instance: Any) -> None:
        if history_instance.history_type == "+":
            return  # a list is filled after its row was made, which makes a record of its own
        for field, model in self.m2m_models.items():
            through = field.remote_field.through
            columns = [column.attname for column in through._meta.fields]
            rows = through.objects.filter(**{get_m2m_field_name(field): instance}).values(*columns)
            model.objects.bulk_create([model(history=history_instance, **row) for row in rows])
