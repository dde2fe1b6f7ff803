"""Each table stands where its model says and nowhere else, as PostgreSQL itself tells."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections

from tintype.sharding.databases import primaries
from tintype.sharding.models import Home
from tintype.sharding.router import home_of

DIRECTORY = "default"
SHARDS = [place.name for place in settings.TOPOLOGY.shards]
# Django keeps a list of applied migrations in every database.
OF_DJANGO = {"django_migrations"}


def tables(database: str) -> set[str]:
    with connections[database].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
        return {str(row[0]) for row in cursor.fetchall()}


def tables_of(*homes: Home) -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models if home_of(model) in homes}


def test_the_directory_has_its_tables_and_no_others() -> None:
    assert tables(DIRECTORY) == tables_of(Home.DIRECTORY, Home.EVERYWHERE) | OF_DJANGO


@pytest.mark.parametrize("shard", SHARDS)
def test_a_shard_has_its_tables_and_no_others(shard: str) -> None:
    assert tables(shard) == tables_of(Home.SHARDS, Home.EVERYWHERE) | OF_DJANGO


def test_both_kinds_of_table_were_looked_at() -> None:
    assert {"accounts_account", "sharding_logicalshard"} <= tables(DIRECTORY)
    assert {"photos_post", "graph_follow", "notify_notification"} <= tables(SHARDS[0])


@pytest.mark.parametrize("database", primaries())
def test_every_database_can_make_ids(database: str) -> None:
    with connections[database].cursor() as cursor:
        cursor.execute("SELECT next_id(17)")
        assert (cursor.fetchone()[0] >> 10) & 8191 == 17


@pytest.mark.parametrize("shard", SHARDS)
def test_on_shards_foreign_keys_stay_inside_one_post_or_list(shard: str) -> None:
    with connections[shard].cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
        )
        found = {(str(a), str(b)) for a, b in cursor.fetchall()}
    of_posts = {(f"photos_{child}", "photos_post") for child in ("comment", "like", "named", "photo", "share")}
    of_lists = {("graph_listmember", "graph_peoplelist")}
    assert found == of_posts | of_lists | {("photos_commentlike", "photos_comment")}


def test_no_sharded_model_points_out_of_the_shards() -> None:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model:
                assert home_of(model) == home_of(field.related_model), f"{model.__name__}.{field.name}"
