"""The units for systemd and the container file: they are well-formed, and what they start can be typed."""

import json
import os
import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from cli.main import parser
from flows.settings.fields import Values
from tests.support.processes import PUBLIC

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
CONTAINER = ROOT / "deploy" / "Containerfile"
PROXY = ROOT / "deploy" / "proxy" / "Caddyfile"
START = "%h/.local/bin/almanac"
"""The program, where pipx puts it."""


class Unit(ConfigParser):
    """A unit of systemd, whose words have capitals."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def unit(file: Path) -> ConfigParser:
    read = Unit(interpolation=None)
    read.read_string(file.read_text(encoding="utf-8"))
    return read


def instructions() -> list[tuple[str, str]]:
    """The instructions of the container file with their words."""
    lines = re.sub(r"^#.*\n", "", CONTAINER.read_text(encoding="utf-8"), flags=re.MULTILINE).replace("\\\n", "")
    return [(name, words) for line in lines.splitlines() for name, _, words in [line.partition(" ")]]


def typed(command: str) -> list[str]:
    """The words of a command behind the program, which can be parsed."""
    program, *words = json.loads(command) if command.startswith("[") else shlex.split(command)
    assert program in ("almanac", START)
    assert parser().parse_args(words)
    return words


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_a_unit_starts_what_can_be_typed(file: Path) -> None:
    if file.suffix == ".timer":
        assert file.with_suffix(".service") in UNITS
    else:
        assert typed(unit(file)["Service"]["ExecStart"])[0] in ("up", "doctor")


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_systemd_knows_every_word_of_a_unit(file: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze here")
    program = tmp_path / ".local" / "bin" / "almanac"
    program.parent.mkdir(parents=True)
    program.touch(0o755)
    # The unit that tells the user is the user's own.
    (tmp_path / "tell-me@.service").write_text("[Service]\nExecStart=/bin/true\n")
    for each in UNITS:
        (tmp_path / each.name).write_text(each.read_text(encoding="utf-8").replace("%h", str(tmp_path)))
    found = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(tmp_path / file.name)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path), "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    assert (found.returncode, found.stderr) == (0, "")


def test_the_container_runs_up_as_an_account_of_its_own_and_stops_in_order() -> None:
    names = [name for name, _ in instructions()]
    words = dict(instructions())
    assert names[0] == "FROM"
    assert words["USER"] == "almanac"
    assert names.index("USER") < names.index("VOLUME")
    assert typed(json.dumps([*json.loads(words["ENTRYPOINT"]), *json.loads(words["CMD"])])) == ["up"]
    assert typed(words["HEALTHCHECK"].partition("CMD ")[2]) == ["doctor"]
    assert words["STOPSIGNAL"] == "SIGTERM"


def test_the_container_installs_the_wheel_that_make_wheel_builds() -> None:
    (copied,) = (words.split()[0] for name, words in instructions() if name == "COPY")
    (installing,) = (words for name, words in instructions() if name == "RUN" and " pip " in words)
    assert Path("dist/model_almanac-0.1.0-py3-none-any.whl").match(copied)
    assert "$(ls /tmp/model_almanac-*.whl)[postgresql]" in installing
    assert "index" not in installing
    assert "://" not in installing


def test_the_proxy_leads_to_the_default_port_of_loopback_under_the_name_of_the_example() -> None:
    text = PROXY.read_text(encoding="utf-8")
    assert f"reverse_proxy 127.0.0.1:{Values().port}\n" in text
    assert f"\n{PUBLIC.partition('://')[2]} {{\n" in text
    assert f'public_url = "{PUBLIC}"' in text
    # The server knows who asks by this header alone.
    assert "header_up Host" not in text


@pytest.mark.skipif(shutil.which("caddy") is None, reason="there is no caddy here")
def test_the_proxy_knows_every_word_of_its_file() -> None:
    words = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(PROXY)]
    assert subprocess.run(words, capture_output=True, text=True, check=False).returncode == 0


def test_the_documents_name_the_units_and_the_container_file() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for file in [*UNITS, CONTAINER, PROXY]:
        assert str(file.relative_to(ROOT)) in page
