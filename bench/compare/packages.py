"""Packages of baselines that are not ours: installed into a folder of the bench, and gone with it."""

import subprocess
import sys
from pathlib import Path

from bench.compare.frame import Bench

INSTALL_SECONDS = 120


def installed(bench: Bench, requirement: str) -> Path:
    """The folder of a package and of all that it needs. Raises CalledProcessError if it cannot be installed."""
    return bench.shared(requirement, lambda: _install(bench.folder / "packages" / requirement, requirement))


def _install(folder: Path, requirement: str) -> Path:
    quiet = ("--quiet", "--disable-pip-version-check", "--no-warn-script-location")
    command = [sys.executable, "-m", "pip", "install", *quiet, "--target", str(folder), requirement]
    subprocess.run(command, check=True, timeout=INSTALL_SECONDS, capture_output=True)
    return folder
