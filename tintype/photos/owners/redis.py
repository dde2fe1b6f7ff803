"""How post ids and owners lie in Redis, and the scripts that read and write them.

A logical shard's posts lie in hashes of up to LEAF_POSTS fields, the leaves. Such a hash is one packed string, which
is where the room is saved. `owners:{17}` is a sorted set of the ticks at which leaves of shard 17 begin, and
`owners:{17}:28879613091840` the leaf that begins at that tick; the first begins at 0 and is not listed. So a leaf is
as full whether there is a post a minute or a thousand a second.

A tick is a post id without its shard (sharding/migrations/0001): at most 50 bits, so it is exact as the score of a
sorted set and as a number in Lua, which a whole id is not. The field is the tick as shortest big-endian bytes (six
until September 2034, then seven), the value `owner // 8192`; the rest of the owner is the shard. A deleted post keeps
its field, with an empty value: whoever read its row before the deletion and writes later finds it there.

Any key may be evicted at any moment. A leaf that is gone is empty. With the list of leaves, all leaves but the first
are gone; one that is left over in memory is deleted before its name is used again.
"""

from collections.abc import Iterable

from tintype.lib.redis import key
from tintype.sharding.scope import LOGICAL_SHARDS, shard_of_id

# The limit up to which Redis 7 packs a hash when nobody has raised it. Longer leaves save less than a byte a
# post, and each look into a leaf reads half of it.
LEAF_POSTS = 128


def owners_key(shard: int) -> str:
    return key("owners", shard)


def tick_of(post_id: int) -> int:
    """What is left of a post id without its shard.

    >>> tick_of((5 << 23) | (17 << 10) | 3) == (5 << 10) | 3
    True
    """
    return post_id >> 23 << 10 | post_id & 1023


def id_of(tick: int, shard: int) -> int:
    """The other way round.

    >>> id_of((5 << 10) | 3, 17) == (5 << 23) | (17 << 10) | 3
    True
    """
    return tick >> 10 << 23 | shard << 10 | tick & 1023


def owner_from(value: bytes, shard: int) -> int | None:
    """None where the value is that of a deleted post."""
    return int(value) * LOGICAL_SHARDS + shard if value else None


def by_shard(post_ids: Iterable[int]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for post_id in post_ids:
        groups.setdefault(shard_of_id(post_id), []).append(post_id)
    return groups


LEAF = """
local list = KEYS[1]
local function field_of(tick)
    return (struct.pack('>I8', tick):gsub('^%z+', ''))
end
local function leaf_of(tick)
    local start = redis.call('ZRANGE', list, tick, '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, 1)[1]
    return list .. ':' .. (start or '0')
end
"""

# ARGV: ticks. Answers the value of each, or nil.
READ = (
    LEAF
    + """
local found = {}
for i, tick in ipairs(ARGV) do found[i] = redis.call('HGET', leaf_of(tick), field_of(tick)) end
return found
"""
)

# ARGV: HSETNX, HSET or HDEL; LEAF_POSTS; then tick and value in turn (HDEL has no use for the value).
# A full leaf is split in half; one that is written in the order of time begins a new leaf instead and stays full.
WRITE = (
    LEAF
    + """
local command, most = ARGV[1], tonumber(ARGV[2])
local function split(leaf, tick)
    local ticks = {}
    for i, field in ipairs(redis.call('HKEYS', leaf)) do ticks[i] = struct.unpack('>I' .. #field, field) end
    table.sort(ticks)
    local start, moved, put = tick, {}, {}
    if tick < ticks[#ticks] then
        start = ticks[math.floor(#ticks / 2) + 1]
        for _, other in ipairs(ticks) do
            if other >= start then moved[#moved + 1] = field_of(other) end
        end
        for i, value in ipairs(redis.call('HMGET', leaf, unpack(moved))) do
            put[2 * i - 1], put[2 * i] = moved[i], value
        end
    end
    local name = string.format('%.0f', start)
    redis.call('UNLINK', list .. ':' .. name)
    redis.call('ZADD', list, name, name)
    if #moved > 0 then
        redis.call('HSET', list .. ':' .. name, unpack(put))
        redis.call('HDEL', leaf, unpack(moved))
    end
end
for i = 3, #ARGV, 2 do
    local tick = ARGV[i]
    local leaf, field = leaf_of(tick), field_of(tick)
    if command == 'HDEL' then
        redis.call('HDEL', leaf, field)
    else
        if redis.call('HLEN', leaf) >= most and redis.call('HEXISTS', leaf, field) == 0 then
            split(leaf, tonumber(tick))
            leaf = leaf_of(tick)
        end
        redis.call(command, leaf, field, ARGV[i + 1])
    end
end
"""
)
