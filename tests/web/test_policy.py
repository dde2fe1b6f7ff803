"""Which places a page may show photos from and send them to."""

import pytest

from tintype.config.policy import content_security_policy

EDGES = ("http://127.0.0.1:9001/", "http://127.0.0.1:9002/")


@pytest.mark.parametrize(
    ("media", "store", "shown", "sent"),
    [
        (("https://site.test/media/",), "https://site.test/store/", "", ""),
        (EDGES, "https://site.test/store/", " http://127.0.0.1:9001 http://127.0.0.1:9002", ""),
        (("https://cdn.test/a/",), "https://s3.test/bucket", " https://cdn.test https://s3.test", " https://s3.test"),
        # Another port or scheme is another place.
        (
            ("https://site.test:8443/",),
            "http://site.test/",
            " https://site.test:8443 http://site.test",
            " http://site.test",
        ),
    ],
    ids=["embedded", "edges", "cdn", "ports"],
)
def test_photos_come_from_there_and_go_there_and_nothing_else_does(
    media: tuple[str, ...], store: str, shown: str, sent: str
) -> None:
    assert content_security_policy("https://site.test", media, store) == (
        f"default-src 'self'; img-src 'self' blob: data:{shown}; connect-src 'self'{sent}; object-src 'none';"
        " base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
