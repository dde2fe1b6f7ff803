"""The content security policy of the pages: all is Tintype's own, but photos may come from and go to elsewhere."""

from collections.abc import Iterable
from urllib.parse import urlsplit


def content_security_policy(site: str, media: Iterable[str], *stores: str) -> str:
    """Photos are shown from `media`; the page sends them to `stores`, and shows their owner the original from there."""
    store_origin = _elsewhere(stores, site)
    shown = " ".join(["'self'", "blob:", "data:", *dict.fromkeys([*_elsewhere(media, site), *store_origin])])
    sent = " ".join(["'self'", *store_origin])
    return (
        f"default-src 'self'; img-src {shown}; connect-src {sent}; object-src 'none'; base-uri 'none';"
        " frame-ancestors 'none'; form-action 'self'"
    )


def _elsewhere(urls: Iterable[str], site: str) -> list[str]:
    """The origins that are not the site's own."""
    return [origin for url in urls if (origin := _origin(url)) != _origin(site)]


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
