"""Settings, every one from the environment; secure unless DEBUG is on."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from countries.pack import PackError, find_folder, read_country
from iomtracker import replicas
from iomtracker.env import env, setting

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(setting("VAR_DIR", default=str(BASE_DIR / "var")))
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

IS_LOCAL = False
DEBUG = setting("DEBUG", "bool", default=False)
SECRET_KEY = setting("SECRET_KEY", example="to 50 or more random characters")
if len(SECRET_KEY) < 40:
    raise ImproperlyConfigured("SECRET_KEY is too short. Set it to 50 or more random characters.")
ALLOWED_HOSTS = setting(
    "ALLOWED_HOSTS", "list", example="to the site's host names, separated by commas"
)
CSRF_TRUSTED_ORIGINS = setting("CSRF_TRUSTED_ORIGINS", "list", default=[])

SITE_NAME = setting("SITE_NAME", default="IOM Tracker")
# The pack that an office made or edited itself counts before the one that is shipped.
try:
    COUNTRY = read_country(
        find_folder(setting("OFFICE_COUNTRY", default="AL"), VAR_DIR / "countries")
    )
except PackError as error:
    raise ImproperlyConfigured(f"OFFICE_COUNTRY can’t be used. {error}") from error
OFFICE_NAME = setting("OFFICE_NAME", default=COUNTRY.name_en)
REVIEW_TEMPLATE = setting("REVIEW_TEMPLATE", default="")
OFFICE_SEAT = setting("OFFICE_SEAT", default=COUNTRY.seat)
# How the office prints places in its article, where the country pack has them otherwise.
PLACE_NAMES_IN_TEXT = {**COUNTRY.exonyms, **setting("PLACE_NAMES_IN_TEXT", "dict", default={})}
# Where the links in emails lead. Pages do without it; `send_digests` stops with a sentence.
SITE_URL = setting("SITE_URL", default="").rstrip("/")

INSTALLED_APPS = [
    "iomtracker",
    "accounts",
    "stakeholders",
    "engagements",
    "profiles",
    "intake",
    "reviews",
    "iomtracker.apps.ListsAndAccountsConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "simple_history",
    "import_export",
]

MIDDLEWARE = [
    "iomtracker.logging.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.access.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "toolkit.kept_texts.StoredTextMiddleware",
]

ROOT_URLCONF = "iomtracker.urls"
WSGI_APPLICATION = "iomtracker.wsgi.application"
FORM_RENDERER = "toolkit.widget_renderer.WidgetRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "iomtracker.context.office",
            ],
            "builtins": ["iomtracker.templatetags.icons"],
        },
    }
]

DATABASES = {
    "default": setting("DATABASE_URL", "db_url", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
}
DATABASES["default"] |= {
    "ATOMIC_REQUESTS": False,
    "CONN_MAX_AGE": 600,  # seconds, after which SQLite also learns what was counted by another
    "CONN_HEALTH_CHECKS": True,
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "toolkit.sqlite"
    # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at the start, so it can wait for it.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
# Behind PgBouncer in transaction mode no cursor outlives a statement. Django prepares no statements.
IS_POOLED = setting("DATABASE_POOLED", "bool", default=False)
if IS_POOLED:
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
REPLICAS = replicas.replica_databases(DATABASES["default"], is_pooled=IS_POOLED)
REPLICA_LONGEST_LAG = replicas.longest_lag()
REPLICA_APPS = replicas.APPS
REPLICA_PAGES = replicas.PAGES
if REPLICAS:
    DATABASES |= REPLICAS
    DATABASE_ROUTERS = ["toolkit.replicas.routing.Router"]
    # The last of all: it calls the view.
    MIDDLEWARE.append("toolkit.replicas.routing.ReplicaMiddleware")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# allauth's rate limits need a cache that all workers share.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in (
            "UserAttributeSimilarityValidator",
            "CommonPasswordValidator",
            "NumericPasswordValidator",
        )
    ),
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_DISPLAY = "accounts.adapter.display_name"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# Beside allauth's own: emails that a colleague has sent, and tries with the link of an invitation.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "invite": "20/m/user,200/d/user",
    "welcome": "20/m/ip",
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = setting("TIME_ZONE", default=COUNTRY.time_zone)
USE_I18N = len(LANGUAGES) > 1  # English is as written: to look up each text took 5 % of a page
USE_TZ = True
FORMAT_MODULE_PATH = ["iomtracker.formats"]

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "iomtracker.storage.ModuleStaticFilesStorage"},
}
UPLOAD_LIMIT_BYTES = setting("UPLOAD_LIMIT_MB", "int", default=25) * 1024 * 1024
# Whoever chooses a whole folder is told how many files a meeting takes, and loses nothing.
DATA_UPLOAD_MAX_NUMBER_FILES = 500
IMPORT_LIMIT_BYTES = setting("IMPORT_LIMIT_MB", "int", default=25) * 1024 * 1024

vars().update(setting("EMAIL_URL", "email_url", default="consolemail://"))
EMAIL_TIMEOUT = setting("EMAIL_TIMEOUT", "int", default=20)
DEFAULT_FROM_EMAIL = setting("DEFAULT_FROM_EMAIL", default="IOM Tracker <iomtracker@localhost>")

SECURE_SSL_REDIRECT = not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if DEBUG else 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
SECURE_HSTS_PRELOAD = not DEBUG
SECURE_PROXY_SSL_HEADER: tuple[str, str] | None = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_AGE = 14 * 24 * 3600
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "iomtracker.logging.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": setting("LOG_LEVEL", default="INFO")},
}
