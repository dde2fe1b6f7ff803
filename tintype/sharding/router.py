"""Sends each model to its database, and refuses to guess."""

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from tintype.sharding.models import Home, ShardedModel
from tintype.sharding.scope import current_scope, scope_or_none


class OutsideAction(RuntimeError):
    """A row of a shard was about to be written by the way: moves of shards and reads of replicas rely on actions."""


def home_of(model: type[Model]) -> Home:
    return getattr(model, "home", Home.DIRECTORY)


class ShardRouter:
    def db_for_read(self, model: type[Model], **_hints: Any) -> str:
        home = home_of(model)
        if home is Home.SHARDS:
            return current_scope().read_from
        if home is Home.EVERYWHERE and (scope := scope_or_none()):
            return scope.database
        return DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        if issubclass(model, ShardedModel) and current_scope().before_commit is None:
            raise OutsideAction(f"{model.__name__} is written inside `with action_of(account_id):` only.")
        return current_scope().database if home_of(model) is Home.SHARDS else self.db_for_read(model, **hints)

    def allow_relation(self, first: Model, second: Model, **_hints: Any) -> bool:
        return first._state.db == second._state.db  # noqa: SLF001 - Django documents `_state.db` for routers

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **_hints: Any) -> bool:
        if model_name is None:  # plain SQL: the id function, which every database has
            return app_label == "sharding" or db == DEFAULT_DB_ALIAS
        try:
            home = home_of(apps.get_model(app_label, model_name))
        except LookupError:
            home = Home.DIRECTORY
        return home is Home.EVERYWHERE or (home is Home.DIRECTORY) == (db == DEFAULT_DB_ALIAS)
