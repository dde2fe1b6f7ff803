"""The product's settings with what tests need changed: cheap passwords, and names of their own in shared engines."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("TINTYPE_SECRET_KEY", "only-for-tests")
os.environ["TINTYPE_RATE_LIMITS"] = os.environ.get("TINTYPE_RATE_LIMITS", "false")

from tintype.config.settings import *  # noqa: F403
from tintype.config.settings import CACHES, DATABASES, MEMCACHED

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Each xdist worker has databases of its own (conftest makes them) and keys of its own.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
for _database in DATABASES.values():
    _database["NAME"] += f"_{WORKER}"
REDIS_PREFIX = f"{WORKER}:"
CACHES["default"]["KEY_PREFIX"] = f"{REDIS_PREFIX}cache"
# Two workers empty their memcached without emptying the other's.
if WORKER != "main":
    MEMCACHED = MEMCACHED[int(WORKER.removeprefix("gw")) % 2 :: 2]
# `tintype up` makes the directory; checks run without one.
FILE_UPLOAD_TEMP_DIR = Path(tempfile.gettempdir())
