"""What another user of the machine can do: `python -m tests.support.another_user`, JSON on stdin and stdout.

Started by root, which loads what it needs and then becomes that user.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import requests

NOBODY = 65534


def become_nobody() -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def main() -> None:
    job: dict[str, Any] = json.load(sys.stdin)
    # What is loaded at the first request lies where that user may not read.
    requests.get(f"{job['origin']}/api/health", timeout=10)
    become_nobody()
    statuses = [_status(job["origin"], method, path, job["headers"]) for method, path in job["calls"]]
    json.dump({"uid": os.getuid(), "statuses": statuses, "reads": [_reads(file) for file in job["files"]]}, sys.stdout)


def _status(origin: str, method: str, path: str, headers: dict[str, str]) -> int:
    return requests.request(method, f"{origin}{path}", json={}, headers=headers, timeout=10).status_code


def _reads(file: str) -> bool:
    try:
        return bool(Path(file).read_bytes())
    except PermissionError:
        return False


if __name__ == "__main__":
    main()
