"""Writes findings as SARIF 2.1.0, which code hosts show beside the lines."""

import json
from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from cli.project.findings import Finding
from cli.project.words import short_text
from models.queries import WarningKind

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "almanacCheck/v1"
RULES: Mapping[WarningKind, str] = {
    WarningKind.RETIRED: "The model was retired: calls fail.",
    WarningKind.ROUTED: "Another model answers under this name and is billed.",
    WarningKind.DATED: "The model is to be retired on a known day.",
    WarningKind.EARLIEST: "The model is to be retired, on a known day at the earliest.",
    WarningKind.ANNOUNCED: "The model is to be retired, without a date.",
    WarningKind.UNLISTED: "The vendor's sources list the model no more.",
    WarningKind.PRICE: "The price of the model is about to change.",
    WarningKind.PROMOTION: "The price of the model is reduced for a time.",
}


def sarif(findings: Sequence[Finding], fail_on: Container[WarningKind], now: datetime) -> str:
    """Return the log of one run; a finding of a kind in `fail_on` is an error, any other one a warning."""
    rules = list(RULES)
    driver = {
        "name": "almanac check",
        "semanticVersion": version("model-almanac"),
        "rules": [
            {
                "id": kind.value,
                "shortDescription": {"text": says},
                "defaultConfiguration": {"level": _level(kind, fail_on)},
            }
            for kind, says in RULES.items()
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, rules.index(finding.warning.kind), fail_on, now) for finding in findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _level(kind: WarningKind, fail_on: Container[WarningKind]) -> str:
    return "error" if kind in fail_on else "warning"


def _result(finding: Finding, rule: int, fail_on: Container[WarningKind], now: datetime) -> dict[str, Any]:
    about = finding.warning
    said = "; ".join([short_text(about, finding.id, now), *(about.says if about.kind is WarningKind.PRICE else ())])
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endColumn": finding.column + len(finding.id),
    }
    place = {"artifactLocation": {"uri": quote(finding.file.name), "uriBaseId": "%SRCROOT%"}, "region": region}
    return {
        "ruleId": about.kind.value,
        "ruleIndex": rule,
        "level": _level(about.kind, fail_on),
        "message": {"text": f"{finding.id} ({about.vendor}) {said}."},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }
