"""What stands in the databases and on the disk, read past the program."""

import time
from collections import Counter
from pathlib import Path
from typing import Any

from tintype.cluster.sql import connect
from tintype.config.derive import derive
from tintype.config.env import SECRET_FILE
from tintype.config.objects import with_secret
from tintype.config.topology import Database, Topology, load_topology
from tintype.storage.store import s3_store

# A task that failed is tried again after 2, 4, 8 … seconds; one whose database was lost under it when its lease ends.
DRAINED_SECONDS = 180
PAUSE_SECONDS = 0.2

Rows = list[tuple[Any, ...]]


class Truth:
    def __init__(self, home: Path, topology: str = "embedded", port: int = 1) -> None:
        self.home, self.topology, self.port = home, topology, port

    def rows(self, statement: str) -> Rows:
        """Of every shard database."""
        return self._rows(statement, self._described().shards)

    def directory_rows(self, statement: str) -> Rows:
        return self._rows(statement, (self._described().directory,))

    def _described(self) -> Topology:
        """Anew each time: it says who is primary now."""
        return load_topology(self.topology, self.home, self.port)

    def _rows(self, statement: str, databases: tuple[Database, ...]) -> Rows:
        found: Rows = []
        for database in databases:
            with connect(database.server.primary.address, database.dbname) as connection:
                found += connection.execute(statement.encode()).fetchall()
        return found

    def account_ids(self) -> dict[str, int]:
        return dict(self.directory_rows("SELECT username, id FROM accounts_account"))

    def wait_until_drained(self) -> None:
        """Until every task has run; a parked one never will."""
        end = time.monotonic() + DRAINED_SECONDS
        left_over = "SELECT task, args, attempts, parked_at, last_error FROM tasks_outboxrow"
        while left := self.rows(left_over) + self.directory_rows(left_over):
            assert time.monotonic() < end, left
            assert not [row for row in left if row[3]], left
            time.sleep(PAUSE_SECONDS)

    def check_all(self) -> None:
        self._check_counts()
        self._check_copies()
        self._check_notifications()
        self._check_photos()

    def _check_counts(self) -> None:
        wrong = """
            SELECT id, like_count, comment_count FROM photos_post WHERE
            like_count <> (SELECT count(*) FROM photos_like WHERE post_id = photos_post.id) OR
            comment_count <> (SELECT count(*) FROM photos_comment WHERE post_id = photos_post.id)
        """
        assert self.rows(wrong) == []
        followers = """
            SELECT account_id, followers FROM graph_followercount WHERE followers <>
            (SELECT count(*) FROM graph_follow WHERE followee_id = account_id AND state = 'approved')
        """
        assert self.rows(followers) == []

    def _check_copies(self) -> None:
        """What stands on two shards says the same on both."""
        self._same("SELECT account_id, post_id, made_id FROM photos_li", "ke", "ked")
        self._same("SELECT follower_id, followee_id, made_id FROM graph_follow", "", "ing")

    def _same(self, start: str, truth: str, copy: str) -> None:
        assert Counter(self.rows(start + truth)) == Counter(self.rows(start + copy))

    def _check_notifications(self) -> None:
        """Everyone is told of everything that others did, once, and of nothing else."""
        posts: dict[int, int] = dict(self.rows("SELECT id, owner_id FROM photos_post"))
        done = [(posts[post], "like", who, post, 0) for who, post in self.rows(LIKES)]
        done += [(posts[post], "comment", who, post, comment) for who, comment, post, _ in self.rows(COMMENTS)]
        done += [(followee, "follow", follower, 0, 0) for follower, followee in self.rows(FOLLOWS)]
        told = self.rows("SELECT account_id, kind, actor_id, post_id, comment_id FROM notify_notification")
        assert Counter(told) == Counter(row for row in done if row[0] != row[2])

    def _check_photos(self) -> None:
        """No post is half-made, and what a photo says it has is on the disk."""
        empty = "SELECT id FROM photos_post WHERE NOT EXISTS (SELECT FROM photos_photo WHERE post_id = photos_post.id)"
        assert self.rows(empty) == []
        assert self.rows("SELECT id FROM photos_post WHERE NOT is_ready") == []
        assert self.rows("SELECT id FROM photos_photo WHERE state = 'uploaded'") == []
        for photo_id, state, renditions in self.rows(
            "SELECT id, state, renditions FROM photos_photo WHERE post_id IS NOT NULL OR state = 'ready'"
        ):
            assert state == "ready", photo_id
            assert {"150.jpg", "150.webp", "original"} <= {name for name, *_ in renditions}, photo_id
            assert all(_is_whole(self._object(key)) for _, key, *_ in renditions), photo_id

    def _object(self, key: str) -> bytes:
        objects = self._described().objects
        if not objects.is_s3:
            return (objects.path / key).read_bytes()
        secret = derive("objects", (self.home / SECRET_FILE).read_text().strip())
        return s3_store(with_secret(objects, secret)).open(key).read()


def _is_whole(data: bytes) -> bool:
    """A JPEG with its end, or a WebP of the length that it names."""
    if data.startswith(b"\xff\xd8\xff"):
        return data.endswith(b"\xff\xd9")
    return data.startswith(b"RIFF") and int.from_bytes(data[4:8], "little") + 8 == len(data)


POSTS = "SELECT owner_id, id, idempotency_key FROM photos_post"
LIKES = "SELECT account_id, post_id FROM photos_like"
COMMENTS = "SELECT author_id, id, post_id, idempotency_key FROM photos_comment"
FOLLOWS = "SELECT follower_id, followee_id FROM graph_follow WHERE state = 'approved'"
