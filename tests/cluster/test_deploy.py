"""What `tintype deploy` decides before it speaks with any machine. tests/hosts has the machines."""

import json
from pathlib import Path

import pytest

from tintype.cluster.deploy.park import Park, read_park
from tintype.cluster.deploy.roll import turns
from tintype.cluster.deploy.source import Source, read_inputs
from tintype.cluster.deploy.steps import agreed_roles
from tintype.cluster.errors import ClusterError
from tintype.config.topology import TopologyError


def park_of(path: Path, text: str, like: str = "cluster") -> Park:
    path.write_text(f'like = "{like}"\nname = "park"\n{text}')
    return read_park(str(path))


def release(park: Park, lock: str = "lock") -> str:
    return Source("0123456789ab", Path("code"), lock, Path("packages"), read_inputs(park)).release


def test_each_program_of_the_site_is_restarted_once_and_workers_before_app_servers(tmp_path: Path) -> None:
    plan = list(turns(park_of(tmp_path / "park.toml", "")))
    restarted = [name for turn in plan for names in turn.programs.values() for name in names]
    apps = [name for name in restarted if name.startswith("app-")]
    assert sorted(restarted) == sorted(
        [f"app-{n}" for n in range(1, 5)]
        + ["worker-now-1", "worker-now-2", "worker-later", "streaming", "dispatcher", "watcher"]
    )
    assert restarted.index(apps[0]) == 3
    assert [turn.is_drained for turn in plan] == [False] * 2 + [True] * 4 + [False]


def test_twenty_five_app_servers_go_in_five_turns(tmp_path: Path) -> None:
    plan = turns(park_of(tmp_path / "park.toml", "", like="instagram-2011"))
    assert [len(turn.names(turn.programs)) for turn in plan if turn.is_drained] == [5] * 5


def test_other_configuration_is_another_release(tmp_path: Path) -> None:
    file = tmp_path / "park.toml"
    first = release(park_of(file, ""))
    assert release(park_of(file, "")) == first
    assert release(park_of(file, ""), "another lock") != first
    assert release(park_of(file, '[deploy.settings]\nTINTYPE_SITE_NAME = "Anna\'s"')) != first
    assert first.startswith("0123456789ab-")


def test_a_file_that_is_like_another_is_sent_with_it(tmp_path: Path) -> None:
    park_of(tmp_path / "base.toml", "")
    inputs = read_inputs(park_of(tmp_path / "park.toml", "", like="base.toml"))
    assert sorted(inputs) == ["base.toml", "settings.env", "topology.toml"]
    assert inputs["base.toml"] == (tmp_path / "base.toml").read_text()


def test_settings_reach_a_shell_as_they_are(tmp_path: Path) -> None:
    inputs = read_inputs(park_of(tmp_path / "park.toml", "[deploy.settings]\nTINTYPE_SITE_NAME = \"a 'b' $c\""))
    assert "TINTYPE_SITE_NAME='a '\"'\"'b'\"'\"' $c'\n" in inputs["settings.env"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('root = "opt"', "root should be a path that starts with /"),
        ("ssh_port = 0", "ssh_port should be a number"),
        ('port = "22"', "unknown: port"),
        ('[deploy.settings]\nTINTYPE_HOME = "/x"', "TINTYPE_HOME is not a setting for every machine"),
        ('[deploy.settings]\nPATH = "/x"', "PATH is not a setting for every machine"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(TopologyError, match=said):
        park_of(tmp_path / "park.toml", f"[deploy]\n{text}")


def test_a_role_is_the_beginning_of_names_of_parts_or_a_machine(tmp_path: Path) -> None:
    park = park_of(tmp_path / "park.toml", "")
    assert park.machines("app") == park.machines("nginx") == ["web1", "web2"]
    assert park.machines("worker-later") == ["work1"]
    assert park.machines("store1") == ["store1"]
    assert park.machines("all") == list(park.topology.machines)
    with pytest.raises(ClusterError, match="one of all, app, balancer,"):
        park.machines("ap")


def test_who_was_away_during_a_promotion_learns_of_it_and_contradictions_stop_a_deploy() -> None:
    assert agreed_roles({"a": "", "b": ""}) == ""
    assert json.loads(agreed_roles({"a": "", "b": '{"db1": "db1-b"}', "c": '{"db2": "db2-b"}'})) == (
        {"db1": "db1-b", "db2": "db2-b"}
    )
    with pytest.raises(ClusterError, match="b takes db1-a for the primary of db1, others db1-b"):
        agreed_roles({"a": '{"db1": "db1-b"}', "b": '{"db1": "db1-a"}'})
