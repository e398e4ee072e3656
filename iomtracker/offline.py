"""Without a connection: the service worker, its page, what is kept for reading; and the site as an installed app."""

import hashlib
import json
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_safe

from accounts.access import SignedInRequest
from engagements.models import Meeting
from iomtracker.bundles import closure
from iomtracker.storage import ModuleStaticFilesStorage

SOURCE = settings.BASE_DIR / "static"
# What the form and the page without a connection need, as bundles; in development, the files in them.
BUNDLES = ("css/site.css", "js/site.js", "js/photos.js", "js/meeting-page.js", "js/offline-page.js")
# The fonts of most names; a browser that has met others keeps those by itself.
FONTS = ("tracker-sans-latin", "tracker-sans-latin-ext", "newsreader-small-latin")
# The worker keeps the page that these make: another of them is another version.
PAGE = ("base.html", "offline/no_connection.html", "engagements/_unsent_list.html")
DAYS, MOST_MEETINGS = 30, 300
BLUE = "#0033a0"
ICONS = (
    ("icon-192.png", 192, "any"),
    ("icon-512.png", 512, "any"),
    ("maskable-512.png", 512, "maskable"),
)


def kept_addresses() -> list[str]:
    is_bundled = isinstance(staticfiles_storage, ModuleStaticFilesStorage) and not settings.DEBUG
    names = {f"img/{file.name}" for file in (SOURCE / "img").glob("*.svg")}
    names |= {f"fonts/{name}.woff2" for name in FONTS}
    for entry in BUNDLES:
        names.update([entry] if is_bundled else closure(entry, _text))
    return [static(name) for name in sorted(names)]


def _text(name: str) -> str:
    return (SOURCE / name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    source = (SOURCE / "js" / "service-worker.js").read_text(encoding="utf-8")
    constants = {
        "KEPT": kept_addresses(),
        "FORM": reverse("meeting_create"),
        "RECENT": reverse("suggest_recent"),
        "OFFLINE": reverse("offline"),
        "MEETINGS": reverse("offline_meetings"),
    }
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in constants.items())
    page = b"".join((settings.BASE_DIR / "templates" / name).read_bytes() for name in PAGE)
    version = hashlib.sha256((head + source).encode() + page).hexdigest()[:12]
    return f'{head}const VERSION = "{version}";\n{source}'


@require_safe
@login_not_required
@conditional_page
def service_worker(request: HttpRequest) -> HttpResponse:
    """Send the worker; open to all: it holds names of static files and nothing else."""
    answer = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
@login_not_required
@conditional_page
def no_connection(request: HttpRequest) -> HttpResponse:
    """The page that the worker shows in place of any other; it holds nothing of anybody, whoever asks for it."""
    return render(request, "offline/no_connection.html", {"user": AnonymousUser()})


@require_safe
@never_cache
def kept_meetings(request: SignedInRequest) -> HttpResponse:
    """The meetings of the last 30 days that the device keeps for reading; restricted ones never leave the site."""
    since = localdate() - timedelta(days=DAYS)
    visible = Meeting.objects.visible_to(request.user).unrestricted().logged()
    rows = visible.filter(date__gte=since, date__lte=localdate()).newest_first().for_list()
    meetings = rows.prefetch_related("counterparts__attendances__person")[:MOST_MEETINGS]
    return render(request, "offline/_meetings.html", {"meetings": meetings})


@require_safe
@login_not_required
@conditional_page
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the site to a device that installs it; open to all: it holds names and addresses."""
    icons = [
        {
            "src": static(f"img/{name}"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for name, size, purpose in ICONS
    ]
    shortcuts = [(_("Log"), reverse("meeting_create")), (_("My work"), reverse("home"))]
    content = {
        "id": "/",
        "name": " ".join(filter(None, [settings.SITE_NAME, settings.OFFICE_NAME])),
        "short_name": settings.SITE_NAME,
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": BLUE,
        "icons": icons,
        "shortcuts": [
            {"name": name, "url": address, "icons": icons[:1]} for name, address in shortcuts
        ],
    }
    answer = JsonResponse(content, content_type="application/manifest+json")
    answer["Cache-Control"] = "no-cache"
    return answer
