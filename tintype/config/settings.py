"""Django's settings, one file: what differs between machines comes from the environment and the topology."""

from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from tintype.config.databases import databases, direct, replicas
from tintype.config.derive import derive
from tintype.config.env import load_env
from tintype.config.objects import in_use, upload_urls, with_secret
from tintype.config.policy import content_security_policy
from tintype.config.site_url import site_url
from tintype.config.streaming import streaming_url
from tintype.config.topology import load_topology

ENV = load_env()
TOPOLOGY = load_topology(ENV.topology, ENV.home, ENV.port, ENV.machine)
TINTYPE_URL = site_url(ENV, TOPOLOGY)
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENV.secret_key
if not SECRET_KEY:
    raise ImproperlyConfigured(f"No secret key in {ENV.home}: start Tintype once with `tintype up`.")

DEBUG = False
# The embedded web server answers on loopback only; which names reach it from outside is the proxy's decision.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", urlsplit(TINTYPE_URL).hostname or "localhost"]
if TOPOLOGY.front:
    ALLOWED_HOSTS.append(TOPOLOGY.front.host)  # edges ask there for what is in no S3
CSRF_TRUSTED_ORIGINS = [TINTYPE_URL]
IS_HTTPS = TINTYPE_URL.startswith("https://")

INSTALLED_APPS = [
    "tintype.api",
    "tintype.web",  # before allauth, so that its templates are found before allauth's own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "oauth2_provider",
    "corsheaders",
    "django_htmx",
    "tintype.sharding",
    "tintype.tasks",
    "tintype.storage",
    "tintype.accounts",
    "tintype.graph",
    "tintype.photos",
    "tintype.feed",
    "tintype.notify",
    "tintype.streaming",
    "tintype.demo",
]

MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "tintype.web.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tintype.web.middleware.ViewerMiddleware",
    "tintype.api.middleware.ApiMiddleware",
    "tintype.web.middleware.ReplicasMiddleware",
]

ROOT_URLCONF = "tintype.config.urls"
WSGI_APPLICATION = "tintype.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tintype.web.context.site",
            ],
        },
    },
]


DATABASES = databases(TOPOLOGY)
REPLICAS = replicas(TOPOLOGY)
DIRECT = direct(TOPOLOGY)
DATABASE_ROUTERS = ["tintype.sharding.router.ShardRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = TOPOLOGY.redis.url
# Of a Redis Cluster; then there is no address of the one server.
REDIS_NODES = tuple(node.address for node in TOPOLOGY.redis.nodes)
REDIS_PASSWORD = derive("redis", SECRET_KEY)
REDIS_PREFIX = ""
# Empty: what would be kept there is kept in Redis.
MEMCACHED = TOPOLOGY.memcached.servers


# For allauth's limits; what Tintype itself keeps goes through lib.remember.
CACHES = {"default": {"BACKEND": "tintype.lib.shared_cache.SharedCache", "KEY_PREFIX": "cache"}}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator"},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "tintype.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_FORMS = {"signup": "tintype.web.entrance.SignupForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USERNAME_MIN_LENGTH = 1
ACCOUNT_USERNAME_VALIDATORS = "tintype.accounts.names.USERNAME_VALIDATORS"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{ENV.site_name}] "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
ACCOUNT_SESSION_REMEMBER = True
if not ENV.rate_limits:
    ACCOUNT_RATE_LIMITS = False

SESSION_ENGINE = "tintype.accounts.sessions"
SESSION_COOKIE_NAME = "tintype_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tintype.web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

TINTYPE_OBJECTS = with_secret(in_use(TOPOLOGY.objects, ENV.home), derive("objects", SECRET_KEY))
# The addresses of a photo; which of them it has is decided by its key.
TINTYPE_MEDIA_URLS = TOPOLOGY.media.urls if TOPOLOGY.media else (f"{TINTYPE_URL}/media/",)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_HTTPS else 0
# Sent by HeadersMiddleware as it stands: a library that puts the same words together for every answer takes a
# twentieth of a warm home feed's time.
CONTENT_SECURITY_POLICY = content_security_policy(
    TINTYPE_URL, TINTYPE_MEDIA_URLS, *upload_urls(TINTYPE_OBJECTS, TINTYPE_URL)
)

# What is granted to whom is decided in accounts.validator and accounts.oauth.
OAUTH2_PROVIDER = {
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 10 * 60,
    # After the end of the access token that came with it.
    "REFRESH_TOKEN_EXPIRE_SECONDS": 60 * 60 * 24 * 365,
    # Each is good once. If one comes a second time somebody has copied it, and all that came of it ends.
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    # Only hashes of tokens are kept.
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
}

# Apps that are web pages speak the API from where they are; no cookie goes with it.
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/(api|oauth/(token|revoke|userinfo)|\.well-known|nodeinfo)(/|$)"
CORS_ALLOW_HEADERS = ["authorization", "content-type", "idempotency-key", "x-pixelfed-app"]
# Without Link such an app shows one page of everything.
CORS_EXPOSE_HEADERS = [
    "Link",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "X-Request-Id",
]

# A post's text fits a hundred times over; photos do not pass through here but through the upload address.
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS = [
    "tintype.web.bodies.LengthLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# On the disk of the data directory: what fits there while it comes in fits when it is stored.
FILE_UPLOAD_TEMP_DIR = ENV.home / "run"

TASKS = {"default": {"BACKEND": "tintype.tasks.backend.OutboxBackend", "QUEUES": ["now", "soon", "whenever"]}}
GEARMAN = TOPOLOGY.gearman
# Each with the seconds between its starts.
REGULAR_TASKS = {
    "tintype.photos.tasks.sweep": 3600,
    "tintype.accounts.tasks.clear_sessions": 3600,
    "tintype.accounts.tasks.clear_tokens": 3600,
}
if TOPOLOGY.edges:
    REGULAR_TASKS["tintype.photos.recall.catch_up"] = 60

# Empty where apps are not to know of streaming.
TINTYPE_STREAMING_URL = streaming_url(ENV, TOPOLOGY)
TINTYPE_MEDIA = TOPOLOGY.media
TINTYPE_RATE_LIMITS = ENV.rate_limits
TINTYPE_AVIF = ENV.avif
TINTYPE_TEXT_POSTS = ENV.text_posts
TINTYPE_QUOTA_MB = ENV.quota_mb
TINTYPE_PASSWORD_GRANT = ENV.oauth_password_grant
TINTYPE_REGISTRATION = ENV.registration
TINTYPE_VERSION = version("tintype")
SITE_NAME = ENV.site_name

STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "tintype.web.static_files.ModuleFiles"},
}

DEFAULT_FROM_EMAIL = ENV.mail_from
SERVER_EMAIL = ENV.mail_from
if ENV.smtp_url:
    _smtp = urlsplit(ENV.smtp_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _smtp.hostname or ""
    EMAIL_PORT = _smtp.port or 587
    EMAIL_HOST_USER = unquote(_smtp.username or "")
    EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
    EMAIL_USE_SSL = _smtp.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = ENV.home / "mail"

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "gear": {"level": "WARNING"},
        "pyvips": {"level": "WARNING"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
