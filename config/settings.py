"""All settings, in one file, with defaults that run at once on one machine.

Each can be set by an environment variable ``SECRETARIAT_…`` (docs/settings.md lists them).
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, cast

from csp.constants import NONCE
from django.utils.functional import SimpleLazyObject

from secretariat.toolbox.vault import Keyring, load_keyring

from . import env

ROOT = Path(__file__).resolve().parent.parent
_IN_CHECKOUT = (ROOT / "pyproject.toml").exists()
HOME = env.folder("HOME", ROOT / "var" if _IN_CHECKOUT else Path.home() / ".local/share/secretariat")

DEMO = env.switch("DEMO", default=False)
DEBUG = env.switch("DEBUG", default=False)


KEYS = env.folder("KEYS", HOME / "keys")
# Opened by whoever needs it: reading the settings makes nothing.
KEYRING: Keyring = cast(Keyring, SimpleLazyObject(lambda: load_keyring(KEYS)))


def _secret_key() -> tuple[str, Path | None]:
    """The key from the settings, or from the keys folder, else one that a store keeps when it begins; and the
    file it is kept in, None for one from the settings.
    """
    given = env.text("SECRET_KEY", "")
    if given:
        if len(given) < 40:
            raise env.WrongSetting("SECRET_KEY", "…", "use at least 40 characters")
        return given, None
    file = KEYS / "secret_key"
    return file.read_text(encoding="ascii") if file.exists() else secrets.token_urlsafe(48), file


SECRET_KEY, SECRET_KEY_FILE = _secret_key()
ALLOWED_HOSTS = env.listing("HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.listing("ORIGINS")
BASE_URL = env.text("BASE_URL", "http://localhost:8000")
SECURE = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "secretariat.web",  # first: its templates dress the sign-in pages of allauth
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "template_partials",
    "secretariat.access",
    "secretariat.audit",
    "secretariat.members",
    "secretariat.meetings",
    "secretariat.minutes",
    "secretariat.commitments",
    "secretariat.archive",
    "secretariat.publishing",
    "secretariat.desk",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "secretariat.web.headers.harden",
    "secretariat.web.headers.name_not_number",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "secretariat.web.session_limits.session_limits",
    "django_htmx.middleware.HtmxMiddleware",
    "secretariat.web.middleware.Gatekeeper",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "secretariat.web.context.shell",
            ],
            "builtins": ["template_partials.templatetags.partials", "secretariat.web.templatetags.ui"],
        },
    }
]

# SQLite: WAL with full synchronisation survives a power cut; IMMEDIATE turns a lost race into a wait;
# recursive triggers close the hole by which REPLACE would slip past the append-only deed record.
# The file is sealed by SQLCipher; what it must sort aside stays in memory, never in a file in clear.
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; "
    "PRAGMA trusted_schema=OFF; PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
)


def _database() -> dict[str, Any]:
    """SQLite in the home folder, or PostgreSQL when ``SECRETARIAT_POSTGRES`` names a database."""
    postgres = env.text("POSTGRES", "")
    if postgres:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": postgres,
            "USER": env.text("POSTGRES_USER", "secretariat"),
            "PASSWORD": env.text("POSTGRES_PASSWORD", ""),
            "HOST": env.text("POSTGRES_HOST", ""),
            "PORT": env.text("POSTGRES_PORT", ""),
            "CONN_MAX_AGE": 60,
        }
    return {
        "ENGINE": "config.sealed",
        "NAME": HOME / "secretariat.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": _SQLITE_PRAGMAS,
            "key_file": HOME / "database.key.age",
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES = HOME / "files"

AUTH_USER_MODEL = "access.Account"
ACTOR_READER = "secretariat.members.reads.actor_for_account"
EMERGENCY_WITNESS = "secretariat.members.witness.witness"
TELL_OF_WIPING = "secretariat.members.witness.tell_of_wiping"
NETWORK_READER = "secretariat.members.reads.main_network"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "secretariat.access.passwords.NoWordsOfOurs",
        "OPTIONS": {"reader": "secretariat.members.reads.seats.words_of_ours"},
    },
]
ACCOUNT_ADAPTER = "secretariat.desk.sign_in.accounts.ClosedDoorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # such a mail would invite to sign up, and there is no sign-up
ACCOUNT_LOGOUT_ON_GET = False
# Five wrong passwords or codes in five minutes for one account, fifty in a day; ten a minute from one address.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key,50/d/key",
    "reset_password": "10/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ACCOUNT_FORMS = {"reset_password": "secretariat.desk.sign_in.accounts.ResetForm"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the session that changed it goes on, all others end
ACCOUNT_SESSION_REMEMBER = False
FRESH_SECONDS = ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Of X-Forwarded-For only as many entries are believed as there are proxies of ours, counted from the end.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0, least=0, most=5)

MFA_ADAPTER = "secretariat.desk.sign_in.factors.SealedAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TRUST_ENABLED = False
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up: the Secretariat vouches for every address
MFA_TOTP_ISSUER = "Secretariat"
MFA_FORMS = {
    "authenticate": "secretariat.desk.sign_in.factors.CodeForm",
    "reauthenticate": "secretariat.desk.sign_in.factors.CodeAgainForm",
    "activate_totp": "secretariat.desk.sign_in.factors.NewCodeAppForm",
    "add_webauthn": "secretariat.desk.sign_in.factors.NewPasskeyForm",
    "authenticate_webauthn": "secretariat.desk.sign_in.factors.PasskeyForm",
    "reauthenticate_webauthn": "secretariat.desk.sign_in.factors.PasskeyAgainForm",
    "login_webauthn": "secretariat.desk.sign_in.factors.PasskeyOnlyForm",
}
PASSWORD_RESET_TIMEOUT = 2 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "desk:home"

SESSION_IDLE_SECONDS = env.number("IDLE_MINUTES", 30, least=5, most=240) * 60
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 12, least=1, most=24) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "secretariat.web.views.refused_form"
SECURE_HSTS_SECONDS = 2 * 365 * 86400 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_SSL_REDIRECT = SECURE and not env.switch("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.switch("BEHIND_PROXY", default=False) else None
)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", NONCE],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "report-uri": "/policy-report/",
    }
}

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_HANDLERS = ["secretariat.web.uploads.PrivateUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_MB", 100, least=1, most=1000) * 2**20
UPLOAD_DAY_BYTES = env.number("UPLOAD_DAY_MB", 1000, least=1, most=1_000_000) * 2**20
CLAMD = env.text("CLAMD", "")

# Tries to sign in are counted here, so all workers must see it and losing it must shut the door.
CACHES = {
    "default": {
        "BACKEND": "secretariat.access.cache.SharedCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("MAIL_HOST", "")
SENDS_MAIL = EMAIL_HOST != ""
# Where no letter goes, and in the demo, an officer is shown the links that he makes, once, to hand them over.
SHOWS_LINKS = DEMO or not SENDS_MAIL
EMAIL_PORT = env.number("MAIL_PORT", 25, least=1, most=65535)
EMAIL_HOST_USER = env.text("MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.switch("MAIL_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "secretariat@localhost")

LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # What each line may hold, where it goes and how long it stays: docs/logging.md
    "formatters": {"line": {"()": "secretariat.web.logs.QuietLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "secretariat": {"level": "INFO"},
        # Django logs each refused page with its address; our own middleware says what is worth saying.
        "django.request": {"level": "CRITICAL"},
        # The same for what it finds suspicious: it would quote a host or a path as it was sent.
        "django.security": {"level": "CRITICAL"},
        "django.security.csrf": {"level": "CRITICAL"},
    },
}
