"""The settings of production, with what measuring needs beside: see bench/floor.py."""

from iomtracker.settings import *  # noqa: F403
from iomtracker.settings import MIDDLEWARE

ROOT_URLCONF = "bench.floor"
MIDDLEWARE = ["bench.floor.count_queries", *MIDDLEWARE]
