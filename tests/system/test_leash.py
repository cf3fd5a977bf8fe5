"""The leash: nothing that a command started outlives it, however it ends."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from flows.server.paths import stack_paths
from flows.server.processes import LineProcess, StackFailed, line_process, supervised
from flows.settings.load import Settings, load
from tests.support.processes import until

LEASH = (sys.executable, "-m", "flows.programs.supervisor")


def leashed(tmp_path: Path, script: str) -> tuple[subprocess.Popen[bytes], int]:
    """A leashed shell that starts a sleeper and writes down its id."""
    note = tmp_path / "pid"
    process = subprocess.Popen(
        [*LEASH, "sh", "-c", f"sleep 300 & echo $! > {note}.new; mv {note}.new {note}; {script}"],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    until(20, lambda: note.is_file() or None)
    return process, int(note.read_text())


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_command_that_ends_by_itself_leaves_nothing(tmp_path: Path) -> None:
    process, sleeper = leashed(tmp_path, "exit 7")
    assert process.stdin
    with process:
        assert process.wait(20) == 7
    until(5, lambda: gone(sleeper))


def test_a_parent_that_is_gone_takes_all_with_it(tmp_path: Path) -> None:
    process, sleeper = leashed(tmp_path, "wait")
    assert process.stdin
    with process:
        process.stdin.close()
        process.wait(20)
    until(5, lambda: gone(sleeper))


SLEEPING = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(300)'])"


@pytest.fixture
def stack(home: Path) -> Settings:
    assert home
    return load()


def grandchildren(pid: int) -> list[psutil.Process]:
    """A supervised command and the sleeper that it has started, as soon as both are there."""
    return until(20, lambda: found if len(found := psutil.Process(pid).children(recursive=True)) == 2 else None)


def ended(processes: list[psutil.Process]) -> bool:
    return all(gone(process.pid) for process in processes)


@pytest.mark.parametrize("victim", ["supervisor", "command", "writer of the log"])
def test_whichever_process_of_a_stack_is_killed_nothing_is_left(stack: Settings, victim: str) -> None:
    with ExitStack() as opened:
        words = ("-c", SLEEPING)
        child = opened.enter_context(supervised("sleeper", words, stack, stack_paths(stack), 1, "sleeper.log"))
        command, sleeper = grandchildren(child.process.pid)
        child.expect_alive()
        pid = {"supervisor": child.process.pid, "command": command.pid, "writer of the log": child.writer.pid}[victim]
        psutil.Process(pid).kill()
        with pytest.raises(StackFailed, match="ended by itself"):
            until(5, child.expect_alive)
        opened.close()
        until(5, lambda: ended([command, sleeper]))


def asked(child: LineProcess) -> None:
    with pytest.raises(StackFailed, match="ended by itself"):
        child.ask("never answered")


@pytest.mark.parametrize("victim", ["supervisor", "command"])
def test_whoever_waits_for_an_answer_of_a_killed_process_is_told(
    stack: Settings, victim: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "deaf.py").write_text(SLEEPING)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with line_process("deaf", stack, stack_paths(stack), 1) as child:
        command, sleeper = grandchildren(child.process.pid)
        (command if victim == "command" else psutil.Process(child.process.pid)).kill()
        asked(child)
    until(5, lambda: ended([command, sleeper]))


def test_whoever_waits_for_an_answer_looks_after_the_others(
    stack: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "deaf.py").write_text(SLEEPING)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def other_ended() -> None:
        raise StackFailed("the server ended by itself")

    with line_process("deaf", stack, stack_paths(stack), 1) as child:
        with pytest.raises(StackFailed, match="the server ended"):
            child.ask("never answered", other_ended)
        # It does not end with its input.
        psutil.Process(child.process.pid).kill()
