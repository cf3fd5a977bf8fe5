"""What a shell completes: the protocol of argcomplete, and bash itself where there is one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.database import Store
from flows.settings import Settings
from tests.support.recordings import Recordings
from tests.support.typed import Almanac
from tests.support.walks import walk_changes

START = "from cli.start import main; raise SystemExit(main())"


def completed(line: str, folder: Path, database: str) -> list[str]:
    """What the command answers to a shell that completes a line."""
    answer = folder / "answer"
    environ = {
        **os.environ,
        "ALMANAC_DATABASE_URL": database,
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "COMP_TYPE": "9",
    }
    subprocess.run([sys.executable, "-c", START], env=environ, check=True, capture_output=True)
    return sorted(answer.read_text("utf-8").split())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("almanac pric", ["prices"]),
        ("almanac changes --un", ["--until"]),
        ("almanac prices --mode ba", ["batch"]),
        ("almanac prices deepseek-v4-p", ["deepseek-v4-pro"]),
        ("almanac track deepseek_up", ["deepseek_updates", "deepseek_updates_zh"]),
        ("almanac prices --vendor d", ["deepseek"]),
        ("almanac sql --query price-s", ["price-said-then", "price-series"]),
    ],
)
def test_a_line_is_completed(
    line: str, expected: list[str], store: Store, recordings: Recordings, settings: Settings, tmp_path: Path
) -> None:
    recordings.fill(store, walk_changes)
    assert completed(line, tmp_path, settings.database_url) == expected


def test_without_a_database_there_are_no_names_and_no_error(tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path / 'none.db'}"
    assert completed("almanac prices deep", tmp_path, nowhere) == []
    assert not (tmp_path / "none.db").exists()


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_takes_what_the_command_prints(almanac: Almanac) -> None:
    printed = almanac("completion", "bash").out
    asked = f"{printed}\ncomplete -p almanac"
    done = subprocess.run(["bash", "-c", asked], check=True, capture_output=True, text=True)
    assert done.stdout.rstrip().endswith("almanac")


TYPED = {
    "fish": """almanac completion fish | source; complete -C 'almanac prices deepseek-v4-p'""",
    "zsh": """
        zmodload zsh/zpty; zpty -b typed zsh -f -i
        zpty -w typed 'autoload -U compinit; compinit -u -D; eval "$(almanac completion zsh)"; print REA""DY'
        zpty -r typed shown '*READY*' && zpty -n -w typed $'almanac prices deepseek-v4-p\\t'
        zpty -r typed shown '*deepseek-v4-pro*' && print -r -- $shown
    """,
}
"""How a name is typed and completed: fish has a command for it, zsh has to have a terminal."""


@pytest.mark.parametrize("shell", TYPED)
def test_a_shell_completes_the_name_of_a_model(
    shell: str, store: Store, recordings: Recordings, settings: Settings, tmp_path: Path
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell}")
    recordings.fill(store, walk_changes)
    own = {"ALMANAC_DATABASE_URL": settings.database_url, "HOME": str(tmp_path), "TERM": "dumb"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    words = [shell, "-f", "-c", TYPED[shell]] if shell == "zsh" else [shell, "-c", TYPED[shell]]
    done = subprocess.run(words, env={**os.environ, **own, "PATH": path}, capture_output=True, text=True, timeout=60)
    assert "deepseek-v4-pro" in done.stdout, done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_code(almanac: Almanac, shell: str) -> None:
    answer = almanac("completion", shell)
    assert answer.code == 0
    assert "almanac" in answer.out


def test_a_shell_that_is_not_known_is_exit_2(almanac: Almanac) -> None:
    answer = almanac("completion", "csh")
    assert (answer.code, "bash" in answer.err) == (2, True)


def test_almanac_alone_prints_its_help(almanac: Almanac) -> None:
    answer = almanac()
    assert (answer.code, answer.err) == (0, "")
    assert "prices" in answer.out
