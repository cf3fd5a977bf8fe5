"""The files that people name in options: whole or as they were, whatever happens; one line says why not."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.command import out_file
from cli.main import parser
from cli.options import options_and_commands
from cli.output_files import write_output
from cli.printing.show import Problem
from tests.support.asked_home import asked_home
from tests.support.typed import Almanac

assert asked_home
PRO = "deepseek-v4-pro"
WRITING = (
    ("snapshot", "1", "--page"),
    ("chart", PRO, "--out"),
    ("check", ".", "--output"),
    ("check", ".", "--write-baseline"),
    ("badge", PRO, "--out"),
    ("metrics", "--output"),
)
"""The commands that write a file, without its name."""


def output_options() -> Iterator[tuple[str, str]]:
    """Every command and option whose value is a file to write."""
    _, commands = options_and_commands(parser())
    for name, command in commands.items():
        options, _ = options_and_commands(command)
        yield from ((name, option) for option, action in options.items() if action.type is out_file)


def test_every_command_that_writes_a_file_is_tried_here() -> None:
    assert sorted(output_options()) == sorted((words[0], words[-1]) for words in WRITING)


@pytest.mark.usefixtures("asked_home")
@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_file_is_written_whole_or_stays_as_it_was(
    almanac: Almanac, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.chdir(folder)
    file = folder / "kept.svg"
    file.write_text("as it was", encoding="utf-8")
    with monkeypatch.context() as full:
        full.setattr("os.fsync", no_space)
        done = almanac(*words, file)
    said = f"almanac: {file} cannot be written: no space left on device; make room, or name another place"
    assert (done.code, done.err.splitlines()[-1]) == (1, said)
    assert [(each.name, each.read_text()) for each in folder.iterdir()] == [("kept.svg", "as it was")]
    assert almanac(*words, file).code == 0
    assert [each.name for each in folder.iterdir()] == ["kept.svg"]
    assert file.stat().st_size > len("as it was")
    assert "write the name of a file" in almanac(*words, folder).err


def no_space(descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_keeps_its_permissions_and_a_link_its_target(tmp_path: Path) -> None:
    file, link = tmp_path / "badge.svg", tmp_path / "link.svg"
    file.touch(0o600)
    link.symlink_to(file)
    write_output(link, "new")
    assert (link.is_symlink(), file.read_text(), file.stat().st_mode & 0o777) == (True, "new", 0o600)
    write_output(file, b"for a collector", is_for_all=True)
    assert file.stat().st_mode & 0o777 == 0o644


def test_a_pipe_gets_the_content_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_output(pipe, "new")
    assert (os.read(reader, 10), pipe.is_fifo()) == (b"new", True)
    os.close(reader)


def test_a_folder_that_is_not_there_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no such file or directory; make its folder first"):
        write_output(tmp_path / "none" / "x.svg", "")
