"""Post id -> owner id in Redis, at 14 bytes a post (decision 0015). What it does not know, the shards do."""
