"""The bill of materials of the lock file, as CycloneDX JSON: `python -m bench.sbom [FILE]`, printed without a file.

It has every locked package with its version, the hashes of its files and its address in the notation of package URLs
(purl); of installed packages the licence, too. Equal lock files give equal bytes, but for licences.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from bench.harness.arguments import arguments

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]*?))?\s*\\?")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class LockedPackage:
    """A package of the lock file; `marker` says where it is installed, empty for everywhere."""

    name: str
    version: str
    marker: str
    sha256: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its package URL: `pkg:pypi/requests@2.32.5`."""
        return f"pkg:pypi/{re.sub('[-_.]+', '-', self.name).lower()}@{self.version}"


def locked_packages(text: str) -> Iterator[LockedPackage]:
    """Yield the packages of a lock file. Raises ValueError for a line that is none of a package."""
    for block in re.split(r"\n(?=\S)", text.strip()):
        first, *rest = block.splitlines()
        if first.startswith("#"):
            continue
        found = PINNED.fullmatch(first)
        if found is None:
            raise ValueError(f"no package of a lock file: {first}")
        yield LockedPackage(
            found["name"], found["version"], (found["marker"] or "").strip(), tuple(HASH.findall("\n".join(rest)))
        )


def bill_of_materials(packages: Iterator[LockedPackage], version: str) -> dict[str, Any]:
    """Return the document, as CycloneDX 1.5 has it."""
    own = {"type": "application", "name": "model-almanac", "version": version, "bom-ref": "model-almanac"}
    components = [_component(package) for package in packages]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": own},
        "components": components,
        "dependencies": [{"ref": "model-almanac", "dependsOn": [each["bom-ref"] for each in components]}],
    }


def _component(package: LockedPackage) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": package.purl + (f"#{package.marker}" if package.marker else ""),
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        # The hashes of the files that may be installed: one for each platform.
        "externalReferences": [
            {
                "type": "distribution",
                "url": package.purl,
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in package.sha256],
            }
        ],
    }
    if licence := _licence(package):
        found["licenses"] = [{"license": {"name": licence}}]
    if package.marker:
        found["properties"] = [{"name": "python:marker", "value": package.marker}]
    return found


def _licence(package: LockedPackage) -> str:
    """Return the licence of an installed package in one line; empty if it is unknown."""
    try:
        about = metadata(package.name)
    except PackageNotFoundError:
        return ""
    fields: dict[str, Any] = about.json
    given = str(fields.get("license_expression") or fields.get("license") or "")
    named = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or () if each.startswith("License ::")]
    return given if given and "\n" not in given and len(given) < 100 else ", ".join(named)


def main(file: str = "") -> None:
    version = metadata("model-almanac")["Version"]
    document = bill_of_materials(locked_packages(LOCK.read_text(encoding="utf-8")), version)
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    if file:
        Path(file).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main(*arguments())
