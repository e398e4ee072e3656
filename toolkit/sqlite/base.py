"""Django's SQLite that follows a foreign key for any number of rows.

Django 5.2 prefetches a foreign key by a comparison of tuples, which it believes SQLite to lack, and
so asks for each key with an OR: at 1,000 different keys SQLite refuses ("Expression tree is too
large"). Tuples of one column, all that this project has, it compares well.
"""

from django.db.backends.sqlite3 import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    supports_tuple_lookups = True


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
