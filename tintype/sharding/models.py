"""The shard map, and the mark of a sharded model."""

from typing import ClassVar

from django.db import models


class Home(models.TextChoices):
    """In which databases a model's table stands."""

    DIRECTORY = "directory"
    SHARDS = "shards"
    EVERYWHERE = "everywhere"


class ShardedModel(models.Model):
    """Lives on its person's shard; reached only inside a scope (sharding.scope)."""

    home: ClassVar[Home] = Home.SHARDS

    class Meta:
        abstract = True


class LogicalShard(models.Model):
    """One row for each of the 8,192 logical shards: the physical database that holds it."""

    shard = models.PositiveSmallIntegerField(primary_key=True)
    database = models.CharField(max_length=63)
