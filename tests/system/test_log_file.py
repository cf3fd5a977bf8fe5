"""Logs of children rotate; nothing is lost and nobody waits, whoever is killed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.programs.log_file import KEPT, MOST_BYTES, RotatingFile
from tests.support.processes import gone, tree, until

COPIER = (sys.executable, "-m", "flows.programs.log_file")
PARENT = """
import json, os, sys, time
from pathlib import Path
from flows.server.processes import supervised
from flows.server.paths import stack_paths
from flows.settings.load import Settings
from flows.settings.fields import Values
settings = Settings(Path(sys.argv[1]), Values(), {})
with supervised("writer", ("-u", "-c", sys.argv[2]), settings, stack_paths(settings), 1, "writer.log") as child:
    print(json.dumps({"log": str(child.log)}), flush=True)
    time.sleep(300)
"""
WRITER = "import itertools\nfor n in itertools.count(): print('line', n, 'x' * 200)"


def lines(path: Path) -> list[str]:
    """All lines that a log has, its oldest file first."""
    files = [path.with_name(f"{path.name}.{number}") for number in reversed(range(1, KEPT + 1))] + [path]
    return [line for file in files if file.is_file() for line in file.read_text().splitlines()]


@pytest.mark.parametrize("count", [1, 10, 11, 50, 51, 500])
def test_a_log_keeps_the_newest_lines_within_its_bound(tmp_path: Path, count: int) -> None:
    log = RotatingFile(tmp_path / "a.log", most_bytes=100)
    for number in range(count):
        log.write(b"line %04d\n" % number)
    log.close()
    files = sorted(tmp_path.iterdir())
    assert lines(log.path) == [f"line {number:04}" for number in range(count)][-len(lines(log.path)) :]
    assert len(lines(log.path)) >= min(count, 10 * KEPT)
    assert (len(files) <= KEPT + 1, all(file.stat().st_size <= 100 for file in files)) == (True, True)


def test_a_log_goes_on_where_an_earlier_process_left_it(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    for number in range(15):
        log = RotatingFile(path, most_bytes=100)
        log.write(b"line %04d\n" % number)
        log.close()
    assert lines(path) == [f"line {number:04}" for number in range(15)]


def test_a_log_that_somebody_removed_is_written_anew(tmp_path: Path) -> None:
    log = RotatingFile(tmp_path / "a.log", most_bytes=15)
    log.write(b"one line\n")
    log.path.unlink()
    log.write(b"another line\n")
    log.close()
    assert lines(log.path) == ["another line"]


def test_what_a_child_wrote_before_it_was_killed_is_in_its_log(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    with subprocess.Popen([*COPIER, str(log)], stdin=subprocess.PIPE, start_new_session=True) as copier:
        assert copier.stdin
        script = "i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done; printf unfinished; kill -9 $$"
        child = subprocess.run(["sh", "-c", script], stdout=copier.stdin, check=False)
        copier.stdin.close()
        assert (child.returncode, copier.wait(20)) == (-9, 0)
    assert lines(log) == [*(f"line {number}" for number in range(2000)), "unfinished"]


def test_nobody_waits_for_a_log_that_cannot_be_written(tmp_path: Path) -> None:
    command = [*COPIER, str(tmp_path / "no such folder" / "a.log")]
    assert subprocess.run(command, input=b"line\n" * 100_000, timeout=60, check=False).returncode == 0


def test_a_killed_parent_takes_the_child_and_the_copier_with_it_and_loses_no_line(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path / "home"), WRITER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True, text=True) as parent:
        assert parent.stdout
        log = Path(json.loads(parent.stdout.readline())["log"])
        # More than the pipe holds, so it is read.
        until(20, lambda: (log.is_file() and log.stat().st_size > 1_000_000) or None)
        family = tree(parent)
        assert len(family) == 3
        parent.kill()
    until(20, lambda: gone(family) or None)
    numbers = [int(line.split()[1]) for line in lines(log)[:-1]]
    assert len(numbers) > 1_000_000 // 220
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_the_bound_is_the_one_in_the_documents() -> None:
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert f"{MOST_BYTES // 1_000_000} MB" in page
    assert f"`server.log.{KEPT}`" in page
