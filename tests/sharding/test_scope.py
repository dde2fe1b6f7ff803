"""Sharded models are reached on a named shard only, and one action is one transaction on one shard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model

from tintype.accounts.models import Account
from tintype.graph.models import Follow, FollowerCount
from tintype.photos.models import Post
from tintype.sharding.databases import primaries, shard_databases
from tintype.sharding.models import ShardedModel
from tintype.sharding.router import ShardRouter
from tintype.sharding.scope import (
    LOGICAL_SHARDS,
    NestedAction,
    OutsideShardScope,
    action_of,
    action_on,
    current_scope,
    on_database,
    on_shard,
    on_shard_of,
    on_shard_of_id,
    scope_or_none,
)
from tintype.tasks.models import OutboxRow
from tintype.testing.member import Member
from tintype.testing.posts import make_post

SHARDED = [model for model in apps.get_models() if issubclass(model, ShardedModel)]
LOW, HIGH = 0, LOGICAL_SHARDS - 1
FIRST, *_, LAST = shard_databases()


def names(model: type[Model]) -> str:
    return model.__name__


@pytest.mark.parametrize("model", SHARDED, ids=names)
@pytest.mark.parametrize(
    "use",
    [
        lambda objects: list(objects.all()),
        lambda objects: objects.exists(),
        lambda objects: objects.all().delete(),
        lambda objects: objects.bulk_create([objects.model()]),
        lambda objects: objects.model().save(force_insert=True),
    ],
    ids=["read", "exists", "delete", "bulk_create", "save"],
)
def test_a_sharded_model_is_out_of_reach_outside_a_scope(model: type[Model], use: Callable[[Any], object]) -> None:
    with pytest.raises(OutsideShardScope):
        use(model._default_manager)


def test_the_two_ends_of_the_shards_live_in_different_databases() -> None:
    with on_shard(LOW) as low, on_shard(HIGH) as high:
        assert (low.database, high.database) == (FIRST, LAST)


def test_a_scope_ends_with_its_block_and_gives_back_the_one_around_it(alice: Member) -> None:
    with on_shard(HIGH) as outer:
        with on_shard(LOW) as inner:
            assert current_scope() == inner
        assert current_scope() == outer
        with pytest.raises(ZeroDivisionError), on_database("shard1"):
            _ = 1 // 0
        assert current_scope() == outer
    assert scope_or_none() is None


def test_a_post_is_found_on_its_owners_shard_and_nowhere_else(alice: Member) -> None:
    post_id = make_post(alice.id)
    with on_shard_of_id(post_id) as by_post:
        assert Post.objects.filter(id=post_id).exists()
    with on_shard_of(alice.id) as by_owner:
        assert by_owner == by_post
    for elsewhere in {*shard_databases()} - {by_owner.database}:
        with on_database(elsewhere):
            assert not Post.objects.filter(id=post_id).exists()


@pytest.mark.parametrize("inner", [LOW, HIGH], ids=["same database", "other database"])
def test_an_action_inside_an_action_is_refused(inner: int) -> None:
    with action_on(LOW), pytest.raises(NestedAction), action_on(inner):
        raise AssertionError("entered")


@pytest.mark.parametrize("database", primaries())
def test_an_action_inside_any_transaction_is_refused(alice: Member, database: str) -> None:
    with transaction.atomic(using=database), pytest.raises(NestedAction), action_of(alice.id):
        raise AssertionError("entered")


def test_actions_follow_each_other_and_one_that_fails_leaves_nothing(alice: Member) -> None:
    def fail() -> None:
        with action_of(alice.id):
            FollowerCount.objects.create(account_id=alice.id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with action_of(alice.id) as scope:
        assert connections[scope.database].in_atomic_block
        assert list(FollowerCount.objects.filter(account_id=alice.id)) == []
    assert not connections[scope.database].in_atomic_block


def test_a_table_that_stands_everywhere_is_that_of_the_scope_or_else_of_the_directory() -> None:
    with on_shard(HIGH):
        assert OutboxRow.objects.all().db == LAST
        assert Account.objects.all().db == "default"
    assert OutboxRow.objects.all().db == "default"


def test_objects_of_two_shards_cannot_be_tied_together(alice: Member) -> None:
    with on_shard(LOW):
        post = Post(id=1)
        post._state.db = "shard1"
    follow = Follow(followee_id=1, follower_id=2)
    follow._state.db = "shard2"
    assert ShardRouter().allow_relation(post, follow) is False
    follow._state.db = "shard1"
    assert ShardRouter().allow_relation(post, follow) is True
