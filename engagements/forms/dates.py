"""Days as people write them; the rule stands in stakeholders, whose forms ask for days too."""

from stakeholders.dates import make_day, parse_day, parse_month

__all__ = ["make_day", "parse_day", "parse_month"]
