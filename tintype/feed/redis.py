"""One person's home feed in Redis, and the scripts that read and write it.

`feed` is a list of `post:owner` and `share:sharer:post`, newest first by the first number, never empty (it ends with
the mark 0:0 while it is shorter than FEED_LENGTH). `following` is the set of those whose posts its reader may see
there, and holds -7 where these do not want to see what 7 shares. `liked` has the posts of the list that its reader
likes, -9 where they shared post 9 (and 0, so that it is never empty). The three are written together and expire
together; if one of them is lost, all count as missing. `build` holds the token of a rebuild under way: whoever changes
the feed meanwhile deletes the token, and the rebuild starts again. `unread` is written by the room `notify`; it stands
here because one call reads all that a page needs. `until` is there where a mute will end by itself, in seconds since
1970: from then on the feed counts as missing.
"""

from tintype.lib.redis import key

FEED_LENGTH = 500
# A feed that nobody reads is let go and rebuilt at the next visit.
FEED_SECONDS = 14 * 24 * 3600
BUILD_SECONDS = 30


def feed_keys(account_id: int) -> list[str]:
    return [key(name, account_id) for name in ("feed", "following", "liked", "build", "unread", "until")]


# Ids pass 2^53, and Lua's numbers are doubles: they are compared as text, by length first.
BEFORE = """
local function before(a, b)
    return #a < #b or (#a == #b and a < b)
end
"""

# ARGV: cursor (the id of an entry, or empty), limit, life. Answers nil without a feed, else
# {unread, how it ended, entries, marks}; it ended with "more" to come, at the "end" of all, or where the
# list was "cut" and the shards know more. A mark is 1 for a like, 2 for a share, 3 for both.
READ = (
    BEFORE
    + """
for number = 1, 3 do
    if redis.call('EXPIRE', KEYS[number], ARGV[3]) == 0 then return nil end
end
local up_to = redis.call('GET', KEYS[6])
if up_to and tonumber(up_to) <= tonumber(redis.call('TIME')[1]) then return nil end
local ended = 'cut'
local limit = tonumber(ARGV[2])
local chunk = limit + 1
local start = 0
local entries, posts, shares = {}, {}, {}
repeat
    local found = redis.call('LRANGE', KEYS[1], start, start + chunk - 1)
    local ids, people, shared = {}, {}, {}
    for i, entry in ipairs(found) do ids[i], people[i], shared[i] = entry:match('(%d+):(%d+):?(%d*)') end
    local may_see = #found > 0 and redis.call('SMISMEMBER', KEYS[2], unpack(people)) or {}
    for i, entry in ipairs(found) do
        local is_share = shared[i] ~= ''
        if ids[i] == '0' then
            ended = 'end'
        elseif may_see[i] == 1 and (ARGV[1] == '' or before(ids[i], ARGV[1]))
            and not (is_share and redis.call('SISMEMBER', KEYS[2], '-' .. people[i]) == 1) then
            if #entries == limit then
                ended = 'more'
                break
            end
            entries[#entries + 1] = entry
            posts[#posts + 1] = is_share and shared[i] or ids[i]
            shares[#shares + 1] = '-' .. posts[#posts]
        end
    end
    start = start + chunk
until ended ~= 'cut' or #found < chunk
local marks = {}
if #posts > 0 then
    marks = redis.call('SMISMEMBER', KEYS[3], unpack(posts))
    for i, is_shared in ipairs(redis.call('SMISMEMBER', KEYS[3], unpack(shares))) do
        marks[i] = marks[i] + 2 * is_shared
    end
end
return {redis.call('GET', KEYS[5]), ended, entries, marks}
"""
)

# ARGV: entry, its id, feed length. Puts the entry where it belongs, once.
PUSH = (
    BEFORE
    + """
redis.call('DEL', KEYS[4])
local head = redis.call('LINDEX', KEYS[1], 0)
if not head then return 0 end
if before(head:match('%d+'), ARGV[2]) then
    redis.call('LPUSH', KEYS[1], ARGV[1])
else
    for _, other in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
        if other == ARGV[1] then return 0 end
        if before(other:match('%d+'), ARGV[2]) then
            redis.call('LINSERT', KEYS[1], 'BEFORE', other, ARGV[1])
            break
        end
    end
end
redis.call('LTRIM', KEYS[1], 0, ARGV[3] - 1)
return 1
"""
)

# ARGV: entry.
REMOVE = """
redis.call('DEL', KEYS[4])
return redis.call('LREM', KEYS[1], 0, ARGV[1])
"""

# ARGV: what to mark (a post, or minus a post for a share), 1 or 0. Only where the set's feed stands: a set of one would
# hide all other marks.
SET_MARK = """
redis.call('DEL', KEYS[4])
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call(ARGV[2] == '1' and 'SADD' or 'SREM', KEYS[3], ARGV[1])
"""

# ARGV: token, life, until (or empty), then three counted lists: entries, following, marks. Answers 0 when something
# changed meanwhile. `until` outlives the feed, whose last read was before it.
STORE = """
if redis.call('GET', KEYS[4]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[6])
if ARGV[3] ~= '' then redis.call('SET', KEYS[6], ARGV[3], 'EXAT', ARGV[3] + ARGV[2]) end
local at = 4
for number, command in ipairs({'RPUSH', 'SADD', 'SADD'}) do
    local count = tonumber(ARGV[at])
    for i = at + 1, at + count do redis.call(command, KEYS[number], ARGV[i]) end
    redis.call('EXPIRE', KEYS[number], ARGV[2])
    at = at + count + 1
end
return 1
"""
