"""Where in a file something stands."""

from pathlib import Path

import pytest

from tintype.config.lines import At, place_of

FILE = """# comment

name = "x"
[web]
servers = [
  "a:1", # ] and [
  "b:2",
]
[web.inner]
deep = { er = 1 }
[[shards]]
name = "one"
[[shards]]
text = '''
[not.a.table]
'''
last.but = 1
[shards.more]
of = "it"
["a.b".c]
"""


@pytest.mark.parametrize(
    ("at", "line"),
    [
        (("name",), 3),
        (("web",), 4),
        (("web", "servers"), 5),
        (("web", "servers", 1), 5),
        (("web", "inner", "deep", "er"), 10),
        (("web", "missing"), 4),
        (("shards", 0, "name"), 12),
        (("shards", 1), 13),
        (("shards", 1, "last", "but"), 17),
        (("shards", 1, "more", "of"), 19),
        (("shards", 2), 11),
        (("a.b", "c"), 20),
        (("not", "a", "table"), 1),
    ],
)
def test_line_of_a_key_or_of_the_nearest_table_around_it(tmp_path: Path, at: At, line: int) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(FILE)
    assert place_of([file], at) == (file, line)


def test_the_first_file_that_has_it_counts_and_exactness_before_order(tmp_path: Path) -> None:
    own, base = tmp_path / "own.toml", tmp_path / "base.toml"
    own.write_text('[web]\nhost = "h"\n')
    base.write_text("# b\n[web]\nprocesses = 0\nhost = 'g'\n")
    assert place_of([own, base], ("web", "host")) == (own, 2)
    assert place_of([own, base], ("web", "processes")) == (base, 3)
