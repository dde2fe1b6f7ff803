"""A refresh token is good once, for its app, and for no more than before; passwords are taken only where that is on."""

import pytest
from django.conf import settings
from django.test import override_settings

from tests.api.client import Api, told
from tests.api.oauth.asking import YEAR, an_app, ask, refusal, renewal
from tests.threads import together
from tintype.accounts.models import Account
from tintype.accounts.tokens import holder_of
from tintype.lib import ratelimit
from tintype.lib.redis import client
from tintype.testing.member import PASSWORD, Member


def test_a_refresh_token_gives_a_new_pair_and_the_old_one_dies(alice: Member) -> None:
    app = an_app()
    first = app.token(alice, "read push")
    second = ask(renewal(app, first["refresh_token"]))
    assert (second["scope"], second["expires_in"]) == ("read push", YEAR)
    assert second["refresh_token"] != first["refresh_token"]
    assert holder_of(first["access_token"]) is None
    holder = holder_of(second["access_token"])
    assert holder
    assert holder.account_id == alice.id
    assert ask({**renewal(app, second["refresh_token"]), "scope": "read"})["scope"] == "read"


def test_a_refresh_token_that_comes_twice_ends_all_that_came_of_it(alice: Member) -> None:
    app = an_app()
    first, elsewhere = app.token(alice), app.token(alice)
    second = ask(renewal(app, first["refresh_token"]))
    assert refusal(renewal(app, first["refresh_token"])) == "invalid_grant"
    assert holder_of(second["access_token"]) is None
    assert refusal(renewal(app, second["refresh_token"])) == "invalid_grant"
    assert holder_of(elsewhere["access_token"])


def test_a_refresh_token_is_for_its_app_and_for_no_more_than_before(alice: Member) -> None:
    app, other = an_app(), an_app()
    token = app.token(alice)["refresh_token"]
    assert refusal(renewal(other, token)) == "invalid_grant"
    assert refusal({**renewal(app, token), "scope": "read write"}) == "invalid_scope"
    assert refusal(renewal(app, "nonsense")) == "invalid_grant"
    ask(renewal(app, token))


def test_of_five_who_refresh_at_once_one_gets_a_token(alice: Member) -> None:
    app = an_app()
    sent = renewal(app, app.token(alice)["refresh_token"])
    answers = together([lambda: Api().post("/oauth/token", sent).status_code] * 5)
    assert sorted(answers) == [200, 400, 400, 400, 400]


def test_a_new_password_takes_back_codes_tokens_and_refresh_tokens(alice: Member) -> None:
    app = an_app()
    pair, code = app.token(alice), app.code(alice)
    account = Account.objects.get(id=alice.id)
    account.set_password("another long one")
    account.save()
    assert told(Api(pair["access_token"]).get("/oauth/userinfo"), 401)
    assert refusal(renewal(app, pair["refresh_token"])) == "invalid_grant"
    assert refusal(app.exchange(code)) == "invalid_grant"


def test_the_password_is_taken_where_the_operator_allows_it(alice: Member) -> None:
    app = an_app()
    sent = {**app.secret, "grant_type": "password", "username": alice.username, "password": PASSWORD, "scope": "read"}
    with override_settings(TINTYPE_PASSWORD_GRANT=True):
        assert holder_of(ask(sent)["access_token"])
        assert holder_of(ask(sent | {"username": alice.email})["access_token"])
        for wrong in ({"password": "guess"}, {"username": "nobody_at_all"}, {"username": "a\0b"}):
            assert refusal(sent | wrong) == "invalid_grant"
        Account.objects.filter(id=alice.id).update(is_active=False)
        assert refusal(sent) == "invalid_grant"


def test_passwords_are_not_guessed_for_long(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ratelimit.RATES, "password", "2/hour")
    ratelimit._rate.cache_clear()
    sent = {**an_app().secret, "grant_type": "password", "username": alice.username, "password": "guess"}
    with override_settings(TINTYPE_PASSWORD_GRANT=True, TINTYPE_RATE_LIMITS=True):
        for _ in range(2):
            assert refusal(sent) == "invalid_grant"
        assert refusal(sent | {"password": PASSWORD}) == "invalid_grant"
    ratelimit._rate.cache_clear()


def test_names_that_are_tried_are_not_kept_whole_however_long() -> None:
    name = "x" * 100_000
    sent = {**an_app().secret, "grant_type": "password", "username": name, "password": "guess"}
    with override_settings(TINTYPE_PASSWORD_GRANT=True, TINTYPE_RATE_LIMITS=True):
        assert refusal(sent) == "invalid_grant"
    kept = list(client().scan_iter(f"{settings.REDIS_PREFIX}limit*"))
    assert kept
    assert max(map(len, kept)) < 200
