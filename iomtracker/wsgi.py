"""The WSGI entry point that gunicorn serves."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iomtracker.settings")
application = get_wsgi_application()

# All code is here before the first request, and what stays is not looked through for garbage again:
# with fewer, later rounds for the rest that is a tenth of a page's time.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
