"""Hashtags: each lives on the shard to which it hashes."""

from zlib import crc32

from tintype.sharding.scope import LOGICAL_SHARDS


def shard_of_tag(tag: str) -> int:
    return crc32(tag.encode()) % LOGICAL_SHARDS
