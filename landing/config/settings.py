"""Django's settings, made from the environment (landing.config.environment)."""

from __future__ import annotations

from csp.constants import NONE, SELF

from landing.config.environment import ROOT, Environment, database
from landing.login.providers import origins, provider_settings
from landing.ui import languages

ENV = Environment()

SECRET_KEY = ENV.key()
LOG_KEY = ENV.key_of_log()
LOG_YEARS = ENV.log_years
LOG_ANCHORS = ENV.anchors
PROXIES = ENV.proxies
DEBUG = ENV.debug
DEMO = ENV.demo
REGION = ENV.region
REGIONS_FOLDER = ROOT / "regions"
RULEBOOK_FOLDER = ROOT / "landing" / "rulebook"
VAR = ENV.var
FIXED_TODAY = ENV.today
ROW_SECURITY = ENV.row_security
FIELD_KEYS = ENV.keys_of_fields()
ERASURE_REGISTER = ENV.erasure_register or ENV.var / "register"
ALLOWED_HOSTS = [host.strip() for host in ENV.hosts.split(",") if host.strip()]

INSTALLED_APPS = [
    "landing.ui",
    "landing.people",
    "landing.route",
    "landing.exchange",
    "landing.plan",
    "landing.rights",
    "landing.login",
    "landing.desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "landing.ui.middleware.PrivateByDefault",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "landing.people.middleware.WhoIsLooking",
    "landing.people.language.SpokenLanguage",
    # Before the log: that one handles the view itself, and nothing after it is asked any more.
    "landing.login.middleware.StayingIn",
    "landing.people.middleware.RowSecurity",
    "landing.people.middleware.LogBeforeServe",
    "landing.exchange.middleware.TidyNowAndThen",
]

ROOT_URLCONF = "landing.config.urls"
WSGI_APPLICATION = "landing.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "landing.ui.templatetags.ui",
                "landing.people.templatetags.once",
                "django.templatetags.l10n",
                "django.templatetags.i18n",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "landing.config.menu.frame",
                "landing.people.middleware.line_goes_ahead",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "compiled",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "landing.config.components.environment"},
    },
]
FORM_RENDERER = "landing.ui.forms.Renderer"

DATABASES = {"default": database(ENV.database_url, ENV.var, prepared=ENV.prepared)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:start"
LOGOUT_REDIRECT_URL = "account_login"

# How often one account may do what shows many people at once: {kind: {minutes: times}}. Why these: config/environment.py.
LIMITS = {
    "search": {60: ENV.searches_an_hour},
    "pairs": {60: ENV.pairs_an_hour},
    "export": {60: ENV.exports_an_hour, 24 * 60: ENV.exports_a_day},
    "own_file": {60: ENV.own_files_an_hour},
    "upload": {60: ENV.uploads_an_hour},
}

# How long one stays in. The session itself is kept longer than that, so that what was typed in one that ended is not lost.
IDLE_SECONDS = {"staff": 30 * 60, "client": 15 * 60}
LONGEST_SECONDS = 10 * 60 * 60
WARN_SECONDS = 2 * 60
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "landing.people.sessions"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "landing.ui.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if ENV.https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *origins(ENV.oidc)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "nl"
LANGUAGES = [(one.code, one.name) for one in languages.LANGUAGES]
LOCALE_PATHS = [ROOT / "landing" / "locale"]
FORMAT_MODULE_PATH = "landing.ui.formats"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = ENV.var / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": ENV.var / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

# What must count for all processes together (codes that were used, tries) stands in the database.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "landing_cache"},
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = [
    "landing.exchange.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

EMAIL_BACKEND = (
    "django.core.mail.backends.console.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "landing.ui.logs.ScrubbedHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []

# Getting in (docs/adr/0010). A worker needs a second step; in the demo that is a choice.
SECOND_STEP_DEMANDED = not DEMO if ENV.second_step is None else ENV.second_step
TRUSTED_PROXIES = ENV.proxies
OIDC = ENV.oidc
ACCOUNT_ADAPTER = "landing.login.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # landing.login.limits counts, exactly and with a Dutch answer
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxies
MFA_ADAPTER = "landing.login.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # half a minute early or late: a slow hand, a clock that is a little off
MFA_TOTP_ISSUER = "Zachte Landing"
SOCIALACCOUNT_ADAPTER = "landing.login.adapters.OtherLoginAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_PROVIDERS = provider_settings(ENV.oidc)

# The accounts of the demo region: login name and how the role is called. They exist only in the demo.
DEMO_ACCOUNTS = {
    "client": "Cliënt",
    "begeleider": "Begeleider",
    "coordinator": "Coördinator",
    "procesregisseur": "Procesregisseur",
    "beleid": "Beleidsmedewerker",
    "corporatie": "Woonconsulent corporatie",
    "oco": "Onafhankelijk cliëntondersteuner",
    "ervaring": "Ervaringsdeskundige",
    "inkomen": "Werk & inkomen",
    "naaste": "Naaste",
    "beheerder": "Beheerder",
    "privacy": "Privacyfunctionaris",
}
