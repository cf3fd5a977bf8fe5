"""Asks for known vulnerabilities of the locked packages: `python -m bench.audit`. It exits 1 if there is one.

One request to OSV (https://osv.dev), which has the advisories of the Python Packaging Authority and of GitHub; it has
names and versions alone. Where OSV cannot be reached, the audit is skipped, with the reason.
`ACCEPTED` has advisories that were looked at and do not concern this project, each with the reason.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import requests

from bench.harness.arguments import arguments
from bench.sbom import LOCK, LockedPackage, locked_packages

SERVICE = "https://api.osv.dev/v1/querybatch"
SECONDS = 20
ACCEPTED: Mapping[str, str] = {}
"""Reasons by the identifier of an advisory."""


class NoAnswer(Exception):
    """The service cannot be reached, or answers something else."""


def advisories(packages: Sequence[LockedPackage], service: str = SERVICE) -> dict[str, list[str]]:
    """Return the advisories of each package that has some, by `name version`. Raises NoAnswer."""
    asked = [
        {"package": {"ecosystem": "PyPI", "name": package.name}, "version": package.version} for package in packages
    ]
    try:
        answer = requests.post(service, json={"queries": asked}, timeout=SECONDS)
        answer.raise_for_status()
        results: list[dict[str, Any]] = answer.json()["results"]
        found = [[str(each["id"]) for each in result.get("vulns", [])] for result in results]
    except (requests.RequestException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoAnswer(type(error).__name__) from None
    if len(found) != len(packages):
        raise NoAnswer("an answer for other packages")
    return {f"{package.name} {package.version}": ids for package, ids in zip(packages, found, strict=True) if ids}


def report(packages: Sequence[LockedPackage], service: str = SERVICE) -> tuple[int, list[str]]:
    """Return the exit code, and a line for each package with an advisory that nobody has accepted."""
    try:
        found = advisories(packages, service)
    except NoAnswer as problem:
        return 0, [f"skipped: {service.split('/')[2]} gives no answer ({problem})"]
    open_ones = {name: [each for each in ids if each not in ACCEPTED] for name, ids in found.items()}
    lines = [f"{name}: {', '.join(ids)}" for name, ids in open_ones.items() if ids]
    return (1, lines) if lines else (0, [f"{len(packages)} locked packages, no known vulnerability"])


def main() -> int:
    code, lines = report([*locked_packages(LOCK.read_text(encoding="utf-8"))])
    sys.stdout.write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(*arguments()))
