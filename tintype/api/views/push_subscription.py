"""Where a browser or phone wants to be told. Tintype keeps this and does not send yet."""

from base64 import b64decode
from typing import Annotated
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from pydantic import AfterValidator, Field

from tintype.api.call import Call
from tintype.api.entities.shapes import Empty, PushSubscription
from tintype.api.errors import unauthorized
from tintype.api.params import Flag, NoParams, Params
from tintype.api.routes import route
from tintype.notify import push
from tintype.notify.records import Policy, PushRecord
from tintype.notify.vapid import public_key

ALERTS = ("mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update")
AUTH_BYTES = 16
NOT_SENT = "kept, and shown as it was given; nothing is sent yet"


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_good = parts.scheme == "https" and bool(parts.hostname) and value.isascii() and value.isprintable()
    except ValueError:
        is_good = False
    if not is_good:
        raise ValueError("must be an https:// address")
    return value


def _bytes(value: str) -> bytes:
    """Apps send both alphabets of base64, with and without padding."""
    plain = value.replace("-", "+").replace("_", "/").rstrip("=")
    return b64decode(plain + "=" * (-len(plain) % 4), validate=True)


def _public_key(value: str) -> str:
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _bytes(value))
    except ValueError:
        raise ValueError("must be a public key on the curve P-256") from None
    return value


def _secret(value: str) -> str:
    if len(_bytes(value)) != AUTH_BYTES:
        raise ValueError(f"must be {AUTH_BYTES} bytes in base64")
    return value


class Keys(Params):
    p256dh: Annotated[str, Field(max_length=200), AfterValidator(_public_key)]
    auth: Annotated[str, Field(max_length=100), AfterValidator(_secret)]


class Subscription(Params):
    endpoint: Annotated[str, Field(max_length=2000), AfterValidator(_address)]
    keys: Keys
    standard: Flag = False


class Data(Params):
    alerts: dict[str, Flag] | None = None
    policy: Policy | None = None


class DataParams(Params):
    data: Data = Data()
    policy: Policy | None = None

    @property
    def alerts(self) -> dict[str, bool] | None:
        """What is not named is not wanted; of which nobody knows here, nothing is kept."""
        given = self.data.alerts
        return None if given is None else {name: given.get(name, False) for name in ALERTS}

    @property
    def whose(self) -> Policy | None:
        return self.policy or self.data.policy


class SubscribeParams(DataParams):
    subscription: Subscription


@route("GET", "/api/v1/push/subscription", scope="push", answer=PushSubscription, statuses=(404,))
def show(call: Call, params: NoParams) -> PushSubscription:
    """See what this app's token has subscribed to."""
    return _entity(push.subscription(call.me, _token_id(call)))


@route("POST", "/api/v1/push/subscription", scope="push", answer=PushSubscription, differs=NOT_SENT)
def subscribe(call: Call, params: SubscribeParams) -> PushSubscription:
    """Subscribe with this app's token, in place of what it had."""
    given = params.subscription
    address = push.PushAddress(given.endpoint, given.keys.p256dh, given.keys.auth, given.standard)
    alerts = params.alerts or dict.fromkeys(ALERTS, False)
    return _entity(push.subscribe(call.me, _token_id(call), address, alerts, params.whose or "all"))


@route("PUT", "/api/v1/push/subscription", scope="push", answer=PushSubscription, statuses=(404,), differs=NOT_SENT)
def change(call: Call, params: DataParams) -> PushSubscription:
    """Change of what, and by whom, the subscription tells."""
    return _entity(push.change(call.me, _token_id(call), params.alerts, params.whose))


@route("DELETE", "/api/v1/push/subscription", scope="push", answer=Empty)
def unsubscribe(call: Call, params: NoParams) -> Empty:
    """End the subscription of this app's token."""
    push.unsubscribe(call.me, _token_id(call))
    return Empty()


def _token_id(call: Call) -> int:
    if call.holder is None:
        raise unauthorized()
    return call.holder.token_id


def _entity(kept: PushRecord) -> PushSubscription:
    return PushSubscription(
        id=str(kept.id),
        endpoint=kept.endpoint,
        standard=kept.is_standard,
        alerts=kept.alerts,
        server_key=public_key(),
        policy=kept.policy,
    )
