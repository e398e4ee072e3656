"""The service worker: the one script that answers for the site when there is no connection."""

import hashlib
import json
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

SOURCE = settings.BASE_DIR / "static"
# What the form page needs: styles, font, icons, scripts. Pages of the admin are never opened offline.
FOLDERS = {"css": "*.css", "fonts": "*.woff2", "img": "*.svg", "js": "*.js", "vendor": "*/*.js"}
NOT_KEPT = {"css/admin.css", "js/admin-labels.js", "js/service-worker.js"}


def kept_addresses():
    """Return the addresses of the static files that may be kept on a device."""
    files = [file for folder, kind in FOLDERS.items() for file in (SOURCE / folder).glob(kind)]
    names = {file.relative_to(SOURCE).as_posix() for file in files} - NOT_KEPT
    return [static(name) for name in sorted(names)]


@cache
def _script():
    """Return the worker's text; its version is that of everything it keeps."""
    source = (SOURCE / "js" / "service-worker.js").read_text(encoding="utf-8")
    kept = json.dumps(kept_addresses())
    version = hashlib.sha256((kept + source).encode()).hexdigest()[:12]
    return f'const KEPT = {kept};\nconst VERSION = "{version}";\n{source}'


@require_safe
@login_not_required
def service_worker(request):
    """Send the worker; open to all: it holds names of static files and nothing else."""
    answer = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer
