"""Probes of the store as the world meets it: what it refuses, what a signed form may do, from which pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from django.conf import settings

from tintype.cluster.findings import Finding, warning, wrong
from tintype.cluster.storage_http import Answer, NoAnswer, ask, send_form
from tintype.config.topology import ObjectStore
from tintype.storage.actions import sign_upload
from tintype.storage.queries import is_stored
from tintype.storage.secrets import derived
from tintype.storage.store import store

PREPARE = "`tintype storage prepare` tells the bucket who may do what."
NO_POLICY = "This store does not hold people to their forms, so anybody could fill it. Use another one."
REACH = (
    "Browsers send photos there: upload_url in [objects], or else its endpoint and bucket, should be where the world"
    " reaches the bucket."
)
REFUSED = range(HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR)
SIZE = 1_000
SIGNED_SECONDS = 60
# S3 refuses signatures that are a quarter of an hour off; radosgw too.
SKEWED_SECONDS = 300
INEXACT_SECONDS = 5


@dataclass(frozen=True)
class Probed:
    objects: ObjectStore
    url: str  # of the bucket, as browsers reach it
    photo: str
    original: str
    avatar: str
    incoming: str

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.photo, self.original, self.avatar, self.incoming)


def world_probes(probed: Probed) -> Iterator[Finding]:
    probes: tuple[tuple[str, str, Callable[[Probed], Finding]], ...] = (
        ("signed address", REACH, _signed),
        ("raw address", PREPARE, _raw),
        ("list denied", PREPARE, _listed),
        ("upload", REACH, _upload),
        ("upload too large", NO_POLICY, _oversize),
        ("upload elsewhere", NO_POLICY, _elsewhere),
        ("upload of another type", NO_POLICY, _other_type),
        ("pages of the site", PREPARE, _cors),
        ("clock", REACH, _clock),
    )
    try:
        ask("GET", f"{probed.url}/")
    except NoAnswer as error:
        yield wrong("address for uploads", str(error), REACH if probed.objects.is_s3 else "`tintype up` starts it.")
        return
    for name, remedy, probe in probes:
        try:
            yield probe(probed)
        except NoAnswer as error:
            yield wrong(name, str(error), remedy)


def _signed(probed: Probed) -> Finding:
    answer = ask("GET", store().signed_url(probed.original, SIGNED_SECONDS))
    if answer.status == HTTPStatus.OK:
        return Finding("signed address", "shows its owner an original")
    return wrong("signed address", f"answers {answer.status}: {_said(answer)}", REACH)


def _raw(probed: Probed) -> Finding:
    """Not even who has the edges' secret sees an original or an upload."""
    secret = {"Referer": derived("origin")}
    asked: list[tuple[str, dict[str, str]]] = [(key, {}) for key in probed.keys]
    asked += [(key, secret) for key in (probed.original, probed.incoming)]
    for key, headers in asked:
        answer = ask("GET", f"{probed.url}/{key}", headers)
        if answer.status not in REFUSED:
            remedy = f"Anybody can read what nobody should. {PREPARE} Is the bucket public by another rule?"
            return wrong("raw address", f"{key.split('/')[0]} answers {answer.status} without a signature", remedy)
    return Finding("raw address", "shows nobody anything")


def _listed(probed: Probed) -> Finding:
    answer = ask("GET", f"{probed.url}/?list-type=2")
    if answer.status in REFUSED:
        return Finding("list denied", "nobody without keys learns what there is")
    return wrong("list denied", f"the list of all objects answers {answer.status} to everybody", PREPARE)


def _upload(_: Probed) -> Finding:
    signed = sign_upload(0, "image/jpeg", SIZE)
    answer = send_form(signed.url, signed.fields, b"x" * SIZE)
    try:
        if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES and is_stored(signed.key):
            return Finding("upload", f"a signed form sent to {signed.url} arrives")
    finally:
        store().delete([signed.key])
    return wrong("upload", f"{signed.url} answers {answer.status}: {_said(answer)}", REACH)


def _oversize(_: Probed) -> Finding:
    signed = sign_upload(0, "image/jpeg", SIZE)
    answer = send_form(signed.url, signed.fields, b"x" * (SIZE + 1))
    return _refused("upload too large", "a form for 1,000 bytes takes no more", answer, signed.key)


def _elsewhere(probed: Probed) -> Finding:
    signed = sign_upload(0, "image/jpeg", SIZE)
    key = probed.photo.replace("-150.", "-320.")
    answer = send_form(signed.url, signed.fields | {"key": key}, b"x" * SIZE)
    return _refused("upload elsewhere", "a form is good for its own key alone", answer, key)


def _other_type(_: Probed) -> Finding:
    signed = sign_upload(0, "image/jpeg", SIZE)
    answer = send_form(signed.url, signed.fields | {"Content-Type": "text/html"}, b"x" * SIZE)
    return _refused("upload of another type", "a form is good for its own type alone", answer, signed.key)


def _refused(name: str, good: str, answer: Answer, key: str) -> Finding:
    if answer.status in REFUSED:
        return Finding(name, good)
    store().delete([key])
    return wrong(name, f"it is taken all the same ({answer.status})", NO_POLICY)


def _cors(probed: Probed) -> Finding:
    """The directory store is a part of the site, which needs to ask nobody."""
    if not probed.objects.is_s3:
        return Finding("pages of the site", "the store is a part of the site")
    own, foreign = (_preflight(probed, origin) for origin in (settings.TINTYPE_URL, "https://elsewhere.example"))
    if own not in (settings.TINTYPE_URL, "*"):
        text = f"the store does not take photos from pages of {settings.TINTYPE_URL} (TINTYPE_URL)"
        return wrong("pages of the site", text, PREPARE)
    if foreign:
        return warning("pages of the site", "the store answers pages of every other site, too", PREPARE)
    return Finding("pages of the site", f"may send photos from {settings.TINTYPE_URL}, and no others may")


def _preflight(probed: Probed, origin: str) -> str:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    return ask("OPTIONS", f"{probed.url}/", asked).headers.get("Access-Control-Allow-Origin") or ""


def _clock(probed: Probed) -> Finding:
    said = ask("GET", f"{probed.url}/").headers.get("Date")
    if not said:
        return warning("clock", "the store does not say what time it is", "Look at both clocks yourself.")
    off = (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds()
    text = f"the store's is {abs(off):,.0f} s {'ahead of' if off > 0 else 'behind'} that of this machine"
    remedy = "Set both by NTP. What is signed here is refused there once they are a quarter of an hour apart."
    if abs(off) > SKEWED_SECONDS:
        return wrong("clock", text, remedy)
    return warning("clock", text, remedy) if abs(off) > INEXACT_SECONDS else Finding("clock", "both agree")


def _said(answer: Answer) -> str:
    return " ".join(answer.body[:300].decode(errors="replace").split())
