"""The key that signs cookies and addresses: made at the first start, kept in the data directory."""

import os
import secrets

from tintype.cluster.home import Home
from tintype.config.env import SECRET_FILE, Env


def ensure_secret(home: Home) -> None:
    """A key from TINTYPE_SECRET_KEY or TINTYPE_SECRET_KEY_FILE takes precedence; this one then lies unused."""
    path = home.path / SECRET_FILE
    if path.exists():
        return
    unfinished = path.with_suffix(".new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


def secret_key(home: Home) -> str:
    """The one that every process of this data directory uses, as soon as `ensure_secret` has made one."""
    return Env(home=home.path).secret_key
