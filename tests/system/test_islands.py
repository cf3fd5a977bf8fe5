"""Processes on hosts of their own, for the test of several machines: only their doors lead out."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bench import scale_out
from bench.harness.scale import services
from bench.harness.scale.ledger import Ledger
from bench.harness.scale.network import isolation, relaying, start_apart
from tests.support.site import Answer, serving

ASK = """
import sys, urllib.request
for port in sys.argv[1:]:
    try:
        print(urllib.request.urlopen(f"http://127.0.0.1:{port}/page", timeout=5).read().decode())
    except OSError as problem:
        print(type(problem).__name__)
"""


@pytest.mark.skipif(isolation() is None, reason="this machine allows no network namespace")
def test_a_process_apart_reaches_its_doors_and_nothing_else(tmp_path: Path) -> None:
    isolated_by = isolation()
    assert isolated_by
    with (
        serving(page=[Answer(body=b"open")]) as site,
        serving(page=[Answer(body=b"shut")]) as other,
        relaying() as relays,
    ):
        port, hidden = (int(each.url.rpartition(":")[2]) for each in (site, other))
        with socket.create_server(("127.0.0.1", 0)) as closed:
            gone = closed.getsockname()[1]
        # The first of two that answer is gone: a balancer asks the next one.
        doors = {("127.0.0.1", port): [("127.0.0.1", gone), ("127.0.0.1", port)]}
        command = [sys.executable, "-c", ASK, str(port), str(port), str(hidden)]
        with (tmp_path / "said").open("wb") as output:
            started = start_apart(relays, isolated_by, doors, command, {"stdout": output, "cwd": Path.cwd()})
            assert started.wait(30) == 0
        assert (tmp_path / "said").read_text().split() == ["open", "open", "URLError"]
    assert other.asked == []


def test_where_a_part_is_absent_nothing_is_started_and_the_reason_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def started(*_words: object, **_options: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(services, "postgresql_programs", lambda: None)
    monkeypatch.setattr(subprocess, "Popen", started)
    assert scale_out.main() == 0
    assert capsys.readouterr().out == "skipped: no PostgreSQL with pg_trgm (Debian: postgresql, postgresql-contrib)\n"


def test_a_ledger_with_one_wrong_line_does_not_hold_and_names_what_is_wrong() -> None:
    ledger = Ledger()
    ledger.count("slots planned", 12, 12)
    ledger.count("  completed", 11)
    ledger.expect_none("  left unread", [])
    assert ledger.holds
    ledger.expect_none("  that no run made", [("zai_pricing", "2026-08-14")])
    assert not ledger.holds
    lines = [*ledger.lines()]
    assert [line for line in lines if line.endswith("WRONG")] == [lines[4]]
    assert "zai_pricing" in lines[5]
    assert max(map(len, lines[:5])) <= 80
