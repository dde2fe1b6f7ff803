"""Probes of the addresses under which the world sees photos: each edge, or the CDN, or the web server."""

from collections.abc import Iterator
from http import HTTPStatus

from django.conf import settings

from tintype.cluster.findings import Finding, warning, wrong
from tintype.cluster.storage_http import NoAnswer, ask
from tintype.cluster.storage_probes_world import REFUSED, Probed
from tintype.storage.queries import media_url

# Of a person whom nobody has recalled; the account 0 is nobody.
STAMP = "p0"


def public_probes(probed: Probed) -> Iterator[Finding]:
    for url in settings.TINTYPE_MEDIA_URLS:
        try:
            yield _shown(probed, url)
        except NoAnswer as error:
            remedy = "Photos are shown under this address: does it lead to the edge, the CDN or the proxy?"
            yield warning(f"public address {url}", f"{error}, from here", remedy)


def _shown(probed: Probed, url: str) -> Finding:
    name = f"public address {url}"
    if not (settings.TINTYPE_MEDIA and probed.objects.is_s3):
        return _shown_by_web(name, ask("GET", f"{url}{probed.photo}").status)
    face = ask("GET", f"{url}{probed.avatar}")
    if face.status != HTTPStatus.OK:
        remedy = "It has to fetch from the store, with the header Referer of `tintype storage show --secrets`."
        return wrong(name, f"answers {face.status} for a picture that everybody may see", remedy)
    query = media_url(probed.photo, STAMP).partition("?")[2]
    if ask("GET", f"{url}{probed.photo}").status not in REFUSED:
        remedy = 'It has to check signatures: docs/operations.md, "Photos behind a CDN".'
        return wrong(name, "shows a photo without a signature", remedy)
    if ask("GET", f"{url}{probed.photo}?{query}").status != HTTPStatus.OK:
        return wrong(name, "refuses a photo with a good signature", "Has it the secret of this Tintype?")
    lacking = [header for header in ("X-Content-Type-Options", "Cache-Control") if header not in face.headers]
    if lacking:
        return warning(
            name, f"shows photos without {' and '.join(lacking)}", "Let it add what docs/operations.md says."
        )
    return Finding(name, "shows photos to whoever has a good address, and to nobody else")


def _shown_by_web(name: str, status: int) -> Finding:
    """It looks up whose photo it is, and there is no account 0: so it can be asked for nothing that it shows. Edges in
    front of a directory ask it, too.
    """
    if status in REFUSED:
        return Finding(name, "answers, and shows nothing to whoever has no signature")
    return wrong(name, f"answers {status} for a photo without a signature", "Is it this Tintype that answers there?")
