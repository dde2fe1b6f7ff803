"""What people wrote cannot become anything but text and the links that were meant."""

import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tintype.api.html import html_of

TAG = re.compile(r"<[^>]*>")
ALLOWED = re.compile(
    r"</?p>|<br>|</a>|</?span>|<span class=\"h-card\">"
    r"|<a href=\"http[^\"<>\s]*\" (rel=\"nofollow noopener\" target=\"_blank\"|class=\"u-url mention\""
    r"|class=\"mention hashtag\" rel=\"tag\")>"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("a\nb\n\n\nc", "<p>a<br>b</p><p>c</p>"),
        ("<b> & '", "<p>&lt;b&gt; &amp; &#x27;</p>"),
        ("#1 #Sea", '<p>#1 <a href="{url}/t/sea" class="mention hashtag" rel="tag">#<span>Sea</span></a></p>'),
        (
            "@Ann.",
            '<p><span class="h-card"><a href="{url}/@ann" class="u-url mention">@<span>Ann</span></a></span>.</p>',
        ),
        (
            "(see https://x.org/a?b).",
            '<p>(see <a href="https://x.org/a?b" rel="nofollow noopener" target="_blank">https://x.org/a?b</a>).</p>',
        ),
        ("javascript://x.org data:x", "<p>javascript://x.org data:x</p>"),
    ],
)
def test_words_become_paragraphs_and_links(text: str, expected: str) -> None:
    assert html_of(text) == expected.replace("{url}", settings.TINTYPE_URL)


@given(st.text(alphabet="<>\"'&#@/:;= \nhtps.()xA1é\u202e", max_size=60) | st.text(max_size=60))
def test_no_text_makes_another_element(text: str) -> None:
    assert [tag for tag in TAG.findall(html_of(text)) if not ALLOWED.fullmatch(tag)] == []
