"""The files of a project: what git knows or would add, or all below a folder, and what is left out, with the reason."""

import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from cli.project.files import LARGEST, NoSuchPath, project_files


def put(top: Path, *names: str, content: bytes = b"text") -> None:
    for name in names:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(content)


def listed(
    *paths: Path, excluded: Sequence[str] = (), skipped: Counter[str] | None = None, notes: list[str] | None = None
) -> list[str]:
    """The names of the files in a project that can be searched."""
    left_out = Counter[str]() if skipped is None else skipped
    files = project_files(paths, excluded, left_out, [] if notes is None else notes)
    return [file.name for file in files if file.read(left_out) is not None]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    top = tmp_path / "project"
    put(top, "a.py", "src/b.py", "build/out.js", "notes.log")
    put(top, ".gitignore", content=b"build/\n*.log\n")
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    subprocess.run(["git", "-C", str(top), "add", "a.py"], check=True)
    return top


def test_git_says_which_files_belong_to_a_repository(repository: Path) -> None:
    assert sorted(listed(repository)) == [".gitignore", "a.py", "src/b.py"]


def test_a_file_s_name_begins_at_the_top_of_its_repository(repository: Path) -> None:
    assert listed(repository / "src") == ["src/b.py"]
    assert listed(repository / "src" / "b.py") == ["src/b.py"]


def test_an_ignored_file_that_is_named_is_searched(repository: Path) -> None:
    assert listed(repository / "notes.log") == ["notes.log"]


def test_an_ignored_folder_that_is_named_is_walked(repository: Path) -> None:
    assert listed(repository / "build") == ["build/out.js"]
    put(repository, "empty/only.log")
    assert listed(repository / "empty") == []


def test_a_file_that_is_named_twice_is_searched_once(repository: Path) -> None:
    assert sorted(listed(repository, repository / "src", repository / "a.py")) == [".gitignore", "a.py", "src/b.py"]


def test_a_file_that_was_deleted_and_not_committed_is_no_error(repository: Path) -> None:
    (repository / "a.py").unlink()
    assert sorted(listed(repository)) == [".gitignore", "src/b.py"]


def test_a_folder_that_is_no_repository_is_walked_without_folders_of_tools(tmp_path: Path) -> None:
    put(tmp_path, "a.py", "sub/b.py", "node_modules/x/index.js", "sub/__pycache__/b.pyc", "env/pyvenv.cfg", "env/c.py")
    skipped = Counter[str]()
    assert listed(tmp_path, skipped=skipped) == ["a.py", "sub/b.py"]
    assert skipped == {"folders of tools": 3}


def test_without_git_a_repository_is_walked(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert listed(repository) == [".gitignore", "a.py", "notes.log", "build/out.js", "src/b.py"]


def test_a_repository_that_git_refuses_is_walked_and_the_reason_said(repository: Path) -> None:
    (repository / ".git" / "config").write_text("[core")
    notes = list[str]()
    assert "notes.log" in listed(repository, notes=notes)
    assert "not honoured" in notes[0]


def test_what_is_no_text_or_too_large_or_a_link_is_counted_by_reason(tmp_path: Path) -> None:
    put(tmp_path, "image.png", content=b"\x89PNG\0")
    put(tmp_path, "most.txt", content=b"x" * LARGEST)
    put(tmp_path, "more.txt", content=b"x" * (LARGEST + 1))
    (tmp_path / "link.txt").symlink_to(tmp_path / "most.txt")
    skipped = Counter[str]()
    assert listed(tmp_path, skipped=skipped) == ["most.txt"]
    assert skipped == {"binary": 1, "larger than 1 MiB": 1, "symbolic links": 1, "folders of tools": 0}


@pytest.mark.parametrize(
    ("glob", "left"),
    [
        ("docs/*", ["a.ipynb", "src/docs/c.md"]),
        ("docs", ["a.ipynb"]),
        ("docs/", ["a.ipynb"]),
        ("*.ipynb", ["docs/b.md", "src/docs/c.md"]),
        ("src/docs", ["a.ipynb", "docs/b.md"]),
        ("c.md", ["a.ipynb", "docs/b.md"]),
        ("other", ["a.ipynb", "docs/b.md", "src/docs/c.md"]),
    ],
)
def test_a_glob_excludes_paths_folders_and_names(tmp_path: Path, glob: str, left: list[str]) -> None:
    put(tmp_path, "a.ipynb", "docs/b.md", "src/docs/c.md")
    skipped = Counter[str]()
    assert listed(tmp_path, excluded=[glob], skipped=skipped) == left
    assert skipped["excluded"] == 3 - len(left)


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoSuchPath, match=r"no such file or folder: .*none"):
        listed(tmp_path / "none")
