"""No address without a row: a new one either stands in the matrix or says why it shows no post."""

import tintype.config.urls  # noqa: F401 - what stands in addresses has to be known before web.urls is read
from tests.matrix.paths import READ_PATHS
from tintype.web.urls import urlpatterns

SHOWS_NO_POST = {
    "compose": "an empty form; what it is filled with again is what its reader just sent",
    "publish": "makes a post out of the sender's own photos and answers with its address",
    "start_upload": "answers with an upload form for the sender alone",
    "waiting": "whether a post of the reader's own is ready yet, in no words; tests/web/test_waiting.py",
    "upload_parts": "as start_upload",
    "original": "leads its owner alone to the store; tests/web/test_originals.py",
    "delete_post": "changes only; tests/web/test_delete.py",
    "delete_comment": "changes only; tests/web/test_comments.py",
    "follow": "changes only, and answers with a button",
    "block": "changes only",
    "mute": "changes only",
    "me": "a redirect to the reader's own profile",
    "people": "names alone; tests/web/test_people.py",
    "requests": "names alone; tests/web/test_requests.py",
    "decide_request": "changes only, and answers with a name",
    "settings": "the reader's own profile and names; tests/web/test_settings.py",
    "avatar": "changes only",
    "header": "changes only",
    "store": "takes bytes and gives none",
    "stored": "bytes for whoever shows a signature: tests/storage/test_raw_address.py",
    "media": "bytes for whoever shows a signature: test_media_addresses.py",
    "acting_apps": "names of apps alone; tests/web/test_acting_apps.py",
    "end_app": "changes only",
    "authorize": "the name of an app; tests/api/oauth/test_consent.py",
    "authorize_too": "as authorize",
    "health": "a word",
    "healthz": "whether the parts answer",
    "robots": "a constant",
    "favicon": "a constant",
}


def test_every_address_is_in_the_matrix_or_says_why_not() -> None:
    in_matrix = {path.route for path in READ_PATHS}
    assert in_matrix | SHOWS_NO_POST.keys() == {pattern.name for pattern in urlpatterns}
    assert in_matrix & SHOWS_NO_POST.keys() == set()
