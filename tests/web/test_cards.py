"""Cards are kept for everyone: a reader's own parts come in only where the template put the marks."""

from tintype.photos.queries import visible_post
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.web.cards import OFF, ON, ReaderCard, for_reader, render_card

MARKS = (b"%(shared_by)b", b"%(like_state)b", b"%(share_state)b", b"%(token)b")


def card_of(member: Member, caption: str) -> bytes:
    post = visible_post(member.id, make_post(member.id, caption, photos=2))
    assert post is not None
    return render_card(post)


def for_one(card: bytes) -> str:
    return for_reader([ReaderCard(card, is_liked=False, is_shared=False)], "t").decode()


def test_a_card_has_a_mark_for_all_that_depends_on_its_reader(alice: Member) -> None:
    card = card_of(alice, "hello")
    assert [card.count(mark) for mark in MARKS] == [1, 1, 1, 2]


def test_text_cannot_forge_a_mark(alice: Member) -> None:
    forged = "forged %(token)b %(like_state)b %%(token)b %b %s 100% %"
    card = card_of(alice, forged)
    page = for_reader([ReaderCard(card, is_liked=True, is_shared=False)], "secret-token").decode()
    assert forged in page
    assert page.count("secret-token") == 2
    assert (page.count(ON), page.count(OFF)) == (1, 1)


def test_each_card_shows_its_own_like_and_share(alice: Member) -> None:
    cards = [card_of(alice, text) for text in ("one", "two", "three", "four")]
    marks = [(True, False), (False, False), (False, True), (True, True)]
    page = for_reader([ReaderCard(card, *both) for card, both in zip(cards, marks, strict=True)], "t").decode()
    parts = page.split("<article")[1:]
    states = [tuple(f'name="{name}" {ON}' in part for name in ("liked", "shared")) for part in parts]
    assert states == marks


def test_a_shared_card_says_who_shared_it(alice: Member, bob: Member) -> None:
    card = card_of(alice, "hello")
    page = for_reader([ReaderCard(card, is_liked=False, is_shared=False, sharer=bob.person)], "t").decode()
    assert f'<a href="/@{bob.username}/"><bdi>{bob.username}</bdi></a> shared' in page
    assert "shared-by" not in for_one(card)


def test_a_post_for_followers_has_no_share_button(alice: Member) -> None:
    post = visible_post(alice.id, make_post(alice.id, visibility="followers"))
    assert post is not None
    page = for_one(render_card(post))
    assert ('name="shared"' in page, 'name="liked"' in page) == (False, True)


def test_no_cards_are_no_bytes() -> None:
    assert for_reader([], "t") == b""


def test_text_of_people_is_escaped(alice: Member) -> None:
    card = card_of(alice, "<script>alert(1)</script>")
    assert b"<script" not in card
    assert b"&lt;script&gt;" in card
