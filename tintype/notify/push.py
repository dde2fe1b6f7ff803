"""Where phones want to be told: one subscription for each token of an app."""

from dataclasses import dataclass

from tintype.accounts.tokens import token_ids_of
from tintype.lib.errors import NotFound
from tintype.notify.models import PushSubscription
from tintype.notify.records import Policy, PushRecord
from tintype.sharding.ids import next_id
from tintype.sharding.scope import action_of, on_shard_of

COLUMNS = ("made_id", "endpoint", "is_standard", "alerts", "policy")


@dataclass(frozen=True)
class PushAddress:
    """The address of a browser's or phone's push service, and the keys for what only that device may read."""

    endpoint: str
    p256dh: str
    auth: str
    is_standard: bool


def subscription(viewer: int, token_id: int) -> PushRecord:
    """Raises NotFound where this token has none."""
    with on_shard_of(viewer):
        row = PushSubscription.objects.filter(account_id=viewer, token_id=token_id).values_list(*COLUMNS).first()
    if row is None:
        raise NotFound
    return PushRecord(*row)


def subscribe(viewer: int, token_id: int, address: PushAddress, alerts: dict[str, bool], policy: Policy) -> PushRecord:
    """In place of the one that this token had. Those of tokens that are dead go."""
    alive = token_ids_of(viewer)
    with action_of(viewer):
        mine = PushSubscription.objects.filter(account_id=viewer)
        mine.exclude(token_id__in=alive).delete()
        mine.update_or_create(
            account_id=viewer,
            token_id=token_id,
            defaults={"made_id": next_id(), **vars(address), "alerts": alerts, "policy": policy},
        )
    return subscription(viewer, token_id)


def change(viewer: int, token_id: int, alerts: dict[str, bool] | None, policy: Policy | None) -> PushRecord:
    """Of what it tells and of whom; None leaves it as it is. Raises NotFound."""
    changes = {name: value for name, value in (("alerts", alerts), ("policy", policy)) if value is not None}
    with action_of(viewer):
        if changes:
            PushSubscription.objects.filter(account_id=viewer, token_id=token_id).update(**changes)
    return subscription(viewer, token_id)


def unsubscribe(viewer: int, token_id: int) -> None:
    """Also where there is none."""
    with action_of(viewer):
        PushSubscription.objects.filter(account_id=viewer, token_id=token_id).delete()
