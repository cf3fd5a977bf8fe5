"""An installation on several machines, of which parts die and start again: `python -m bench.scale_out [--small]`."""

import sys
import tempfile
from pathlib import Path

from bench.harness.arguments import arguments
from bench.harness.scale.services import missing


def main(*words: str) -> int:
    if reason := missing():
        sys.stdout.write(f"skipped: {reason}\n")
        return 0
    from bench.harness.scale.story import FULL, SMALL, tell

    with tempfile.TemporaryDirectory(prefix="almanac-scale-") as folder:
        Path(folder).chmod(0o711)
        return tell(Path(folder), SMALL if "--small" in words else FULL)


if __name__ == "__main__":
    sys.exit(main(*arguments()))
