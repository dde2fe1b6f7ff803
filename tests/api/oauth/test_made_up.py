"""Whatever stands in the address of the consent page: nothing breaks, and nobody is led to another address."""

from functools import cache

from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from tests.api.oauth.asking import AT_HOME, App, an_app, say
from tintype.testing.member import Member, make_member

ADDRESSES = [AT_HOME, "https://evil.example", "//evil.example", "javascript:alert(1)", f"{AT_HOME}@evil.example", ""]
WORDS = st.one_of(
    st.text(max_size=50), st.sampled_from(["code", "token", "read", "read write", "S256", "plain", *ADDRESSES])
)
NAMES = ("response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method")


@cache
def app_and_person() -> tuple[App, Member]:
    return an_app(), make_member("asked")


@given(made_up=st.dictionaries(st.sampled_from([*NAMES, "answer", "nonce", "resource"]), WORDS))
@bounded(max_examples=30)
def test_nothing_breaks_and_nobody_is_led_astray(made_up: dict[str, str]) -> None:
    app, person = app_and_person()
    question = app.question() | made_up
    shown = person.client.get("/oauth/authorize", question)
    assert shown.status_code in {200, 400}
    answer = say(person.client, question, "yes")
    assert answer.status_code in {302, 400}
    if answer.status_code == 302:
        assert answer["Location"].startswith(f"{AT_HOME}?code=")
