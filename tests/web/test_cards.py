"""Cards are kept for everyone: a reader's own parts come in only where the template put the marks."""

from tintype.photos.queries import visible_post
from tintype.testing.member import Member
from tintype.testing.posts import make_post
from tintype.web.cards import IS_LIKED, LIKE_STATE, MARK, NOT_LIKED, TOKEN, for_reader, render_card


def card_of(member: Member, caption: str) -> bytes:
    post = visible_post(member.id, make_post(member.id, caption, photos=2))
    assert post is not None
    return render_card(post)


def test_a_card_has_one_like_mark_and_one_token(alice: Member) -> None:
    card = card_of(alice, "hello").decode()
    assert card.count(MARK) == card.count(LIKE_STATE) + card.count(TOKEN) == 2


def test_text_cannot_forge_a_mark(alice: Member) -> None:
    card = card_of(alice, f"forged {TOKEN} {LIKE_STATE} {MARK}")
    page = for_reader([(card, True)], "secret-token").decode()
    assert page.count("secret-token") == 1
    assert page.count(IS_LIKED) == 1
    assert MARK not in page


def test_each_card_shows_its_own_like(alice: Member) -> None:
    cards = [card_of(alice, text) for text in ("one", "two", "three")]
    page = for_reader(list(zip(cards, (True, False, True), strict=True)), "t").decode()
    states = [IS_LIKED if IS_LIKED in part else NOT_LIKED for part in page.split("<article")[1:]]
    assert states == [IS_LIKED, NOT_LIKED, IS_LIKED]


def test_no_cards_are_no_bytes() -> None:
    assert for_reader([], "t") == b""


def test_text_of_people_is_escaped(alice: Member) -> None:
    card = card_of(alice, "<script>alert(1)</script>")
    assert b"<script" not in card
    assert b"&lt;script&gt;" in card
