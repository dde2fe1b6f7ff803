"""The shard map, the moves of shards, and the mark of a sharded model."""

from dataclasses import dataclass
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Home(models.TextChoices):
    """In which databases a model's table stands."""

    DIRECTORY = "directory"
    SHARDS = "shards"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True)
class ShardKey:
    """How a row says on which logical shard it lives: a column of its primary key, and what that column holds."""

    column: str
    # With `{}` for the column. PostgreSQL takes it in a publication's row filter, so it uses built-in operators only.
    expression: str

    def of(self, row: str) -> str:
        """SQL for the logical shard of a row: `of("NEW.")`, `of("")`."""
        return self.expression.format(f"{row}{self.column}")


def by_id(column: str) -> ShardKey:
    """The column holds an id made by next_id on that shard."""
    return ShardKey(column, "(({} >> 10) & 8191)")


def by_account(column: str) -> ShardKey:
    """The column holds the id of the account that the row belongs to."""
    return ShardKey(column, "({} & 8191)")


def by_shard(column: str) -> ShardKey:
    """The column holds the number of the shard itself."""
    return ShardKey(column, "({})")


class ShardedModel(models.Model):
    """Lives on its person's shard; reached only inside a scope (sharding.scope)."""

    home: ClassVar[Home] = Home.SHARDS
    shard_key: ClassVar[ShardKey]

    class Meta:
        abstract = True


class LogicalShard(models.Model):
    """One row for each of the 8,192 logical shards: the physical database that holds it."""

    shard = models.PositiveSmallIntegerField(primary_key=True)
    database = models.CharField(max_length=63)
    # While it moves, every process asks for its place anew each time (sharding.map).
    is_moving = models.BooleanField(default=False, db_default=False)


class MapVersion(models.Model):
    """One row, counted up with every change of the map: processes look at it to see whether theirs is the newest."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    version = models.BigIntegerField()


class Move(models.Model):
    """One move of logical shards from one physical database to another, as far as it has come (sharding.moves)."""

    class Step(models.TextChoices):
        PLANNED = "planned"
        COPYING = "copying"
        FOLLOWING = "following"
        SWITCHED = "switched"
        VERIFIED = "verified"
        DONE = "done"
        ROLLED_BACK = "rolled back"

    shards = ArrayField(models.PositiveSmallIntegerField())
    source = models.CharField(max_length=63)
    target = models.CharField(max_length=63)
    step = models.CharField(max_length=11, choices=Step.choices, default=Step.PLANNED)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    # How long the moved shards took no writes.
    pause_ms = models.FloatField(null=True)


class Fence(models.Model):
    """In a shard database: a logical shard that is moving away from here, or has (then `moved_to` names the new place).

    It is the truth of a switch: no row of a shard that has moved away is written here any more (sharding.fence).
    """

    home: ClassVar[Home] = Home.SHARDS

    shard = models.PositiveSmallIntegerField(primary_key=True)
    move_id = models.IntegerField()
    moved_to = models.CharField(max_length=63, default="", db_default="")
