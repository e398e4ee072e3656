"""The text in the ZIP that says what every file and column is."""

import inspect

from django.conf import settings

from iomtracker.whole.tables import ALSO, LEFT_OUT, LEFT_OUT_COLUMNS, NOTHING, label

INTRODUCTION = """{title}

All data that this site holds, as text. It holds restricted meetings and internal notes: keep it like the
site itself. `manage.py import_all FILE.zip` makes an equal site of it (docs/whole-export.md).

Each file in data/ is one table: UTF-8, values separated by commas, the names of the columns in the first line,
rows in the order of their keys. A column that ends in _id holds the key (id) of a row in the table named
beside it. Days are 2024-03-06, times 2024-03-06T08:30:00+00:00, yes and no True and False.
An empty cell means: no value. In a column of text an empty cell is an empty text, and {nothing} is no value.
A cell that begins with ' does so because its text begins with that, or could run as a formula in a spreadsheet:
take one ' off. JSON has its names in alphabetical order. Bytes are Base64.

files/ holds the attached files, under the names that the tables give.
manifest.json holds of each file its SHA-256, its size in bytes and its rows.

Not in it: {left_out}.
"""


def readme(tables):
    """Return the text of README.txt."""
    left_out = "; ".join(f"{name} ({reason})" for name, reason in LEFT_OUT.items())
    title = f"{settings.SITE_NAME}, {settings.OFFICE_NAME}: whole export"
    parts = [INTRODUCTION.format(title=title, nothing=NOTHING, left_out=left_out)]
    return "\n".join([*parts, *map(_about, tables)])


def _about(table):
    lines = [table.path, f"  {_what(table)}"]
    lines += [f"  {field.attname}: {_column(field)}" for field in table.fields]
    without = LEFT_OUT_COLUMNS.get(table.name, {})
    lines += [f"  (not in it: {name}, {reason})" for name, reason in without.items()]
    return "\n".join([*lines, ""])


def _what(table):
    """Return a sentence on a table: its model's own, or what it joins, or whose history it is."""
    model = table.model
    if model._meta.auto_created:
        return f"Which belong together: {_columns_named(table)}."
    if hasattr(model, "history_type"):
        return f"Earlier versions of {label(model.instance_type)}, the latest among them."
    if table.name in ALSO:
        return f"{ALSO[table.name].capitalize()}."
    return (inspect.getdoc(model) or str(model._meta.verbose_name)).split("\n")[0]


def _columns_named(table):
    return " and ".join(field.name for field in table.fields if field.is_relation)


def _column(field):
    """Return what a column holds."""
    words = [str(field.verbose_name), f"({_type(field)})"]
    if field.help_text:
        words.append(str(field.help_text))
    if field.choices:
        words.append("One of: " + ", ".join(f"{key} = {name}" for key, name in field.flatchoices))
    return " ".join(words)


def _type(field):
    if field.is_relation:
        how = "natural key in" if label(field.related_model) in LEFT_OUT else "id in"
        return f"{how} {label(field.related_model)}"
    return _TYPES.get(field.get_internal_type(), field.get_internal_type())


_TYPES = {
    "BigAutoField": "number, the key",
    "AutoField": "number, the key",
    "BinaryField": "bytes",
    "BooleanField": "yes or no",
    "CharField": "text",
    "DateField": "day",
    "DateTimeField": "time",
    "DecimalField": "number",
    "FileField": "name of a file in files/",
    "JSONField": "JSON",
    "PositiveBigIntegerField": "number",
    "PositiveIntegerField": "number",
    "PositiveSmallIntegerField": "number",
    "BigIntegerField": "number",
    "SlugField": "text",
    "TextField": "text",
    "UUIDField": "UUID",
}
