"""Reads of pages from PostgreSQL's replicas: which server is asked (`routing`), which may be (`servers`).

The package is also the ENGINE of a replica's database, by `base`.
"""
