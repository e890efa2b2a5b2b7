"""The files that run the service keep what they promise."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from server.config import Config

DEPLOY = Path(__file__).parents[1] / "deploy"


def unit() -> dict[str, list[str]]:
    """The unit's settings; systemd lets a key come several times."""
    settings: dict[str, list[str]] = {}
    for line in (DEPLOY / "lianghui.service").read_text("utf-8").splitlines():
        if line and line[0] not in "#[":
            key, _, value = line.partition("=")
            settings.setdefault(key, []).append(value)
    assert settings
    return settings


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of each stage of the image."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    found: list[list[tuple[str, str]]] = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, rest = line.partition(" ")
            if name == "FROM":
                found.append([])
            found[-1].append((name, rest))
    return found


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("DynamicUser", "yes"),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("CapabilityBoundingSet", ""),
        ("MemorySwapMax", "0"),
        ("LimitCORE", "0"),
        ("StateDirectory", "lianghui"),
        ("KillMode", "mixed"),
        ("Restart", "on-failure"),
    ],
)
def test_the_unit_gives_up_what_it_does_not_need(key: str, value: str) -> None:
    assert unit()[key] == [value]


def test_the_unit_bounds_memory_and_processes() -> None:
    found = unit()
    (most,) = found["MemoryMax"]
    assert int(most.removesuffix("G")) << 30 > Config().query_memory
    assert int(found["TasksMax"][0]) <= 1024
    assert int(found["TimeoutStopSec"][0]) > Config().query_seconds


def test_the_unit_writes_only_to_its_state() -> None:
    found = unit()
    assert "ReadWritePaths" not in found
    (environment,) = found["Environment"]
    assert "LIANGHUI_HOME=/var/lib/lianghui" in environment.split()
    assert "--host 127.0.0.1" in found["ExecStart"][0]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_finds_little_exposed() -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", "lianghui.service"],
        cwd=DEPLOY,
        capture_output=True,
        text=True,
    )
    if "Unknown" in done.stderr or "unrecognized" in done.stderr:
        pytest.skip("this systemd-analyze cannot look at a file")
    assert done.returncode == 0, done.stdout[-2000:]


def test_the_image_runs_as_a_plain_user_on_what_was_built_elsewhere() -> None:
    build, final = stages()
    assert any("pip install" in rest for name, rest in build if name == "RUN")
    users = [rest for name, rest in final if name == "USER"]
    assert [re.fullmatch(r"[1-9]\d*:[1-9]\d*", each) is not None for each in users] == [True]
    after = final[[name for name, _ in final].index("USER") :]
    assert not [rest for name, rest in after if name in {"RUN", "COPY", "ADD"}]


def test_the_final_image_has_no_build_tools() -> None:
    _, final = stages()
    runs = " ".join(rest for name, rest in final if name == "RUN")
    for tool in ("apt-get", "gcc", "make", "pip install", "curl", "git"):
        assert tool not in runs
    assert "pip uninstall --yes pip" in runs
    assert any("slim" in rest for name, rest in final if name == "FROM")
    copied = [rest for name, rest in final if name == "COPY"]
    assert copied == ["--from=build /opt/lianghui /opt/lianghui"]


def test_the_image_says_how_to_run_it_read_only() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    for option in ("--read-only", "--cap-drop=ALL", "no-new-privileges", "--memory=", "--tmpfs"):
        assert option in text
    names = [name for name, _ in stages()[-1]]
    assert {"VOLUME", "HEALTHCHECK", "ENTRYPOINT"} <= set(names)
