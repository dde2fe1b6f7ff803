"""What people write becomes links, and never markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tintype.web.words import is_long, linkify

A_LINK = re.compile(r'<a href="/(?:@[a-z0-9_]{1,30}|t/[^"<>& ]+)/">[#@][^<>"]+</a>')


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;"),
        ("hi @Bob_1!", 'hi <a href="/@bob_1/">@Bob_1</a>!'),
        ("#Sea #sea", '<a href="/t/sea/">#Sea</a> <a href="/t/sea/">#sea</a>'),
        ("#بحر", '<a href="/t/%D8%A8%D8%AD%D8%B1/">#بحر</a>'),
        ("#2026 is a number", "#2026 is a number"),
        ("me@example.org", "me@example.org"),
        ("it's &#39;", "it&#x27;s &amp;#39;"),
        ("<script>alert('#x')</script>", '&lt;script&gt;alert(&#x27;<a href="/t/x/">#x</a>&#x27;)&lt;/script&gt;'),
        ("https://example.org/#part/@me", "https://example.org/#part/@me"),
    ],
)
def test_links_and_escapes(text: str, html: str) -> None:
    assert linkify(text) == html


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.text("<>&\"'#@/ax1_\n"))
def test_nothing_but_its_own_links_is_markup(text: str) -> None:
    rest = A_LINK.sub("", linkify(text))
    assert not set("<>\"'") & set(rest)


def test_long_by_letters_and_by_lines() -> None:
    assert not is_long("x" * 180)
    assert is_long("x" * 181)
    assert not is_long("1\n2\n3\n4")
    assert is_long("1\n2\n3\n4\n5")
