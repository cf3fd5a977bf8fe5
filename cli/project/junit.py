"""Writes findings as JUnit XML, which build servers show as tests."""

from collections.abc import Container, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from alerts.texts import one_line
from cli.project.findings import Finding
from cli.project.words import short_text
from models.queries import WarningKind

NAME = "almanac check"


def junit(findings: Sequence[Finding], fail_on: Container[WarningKind], now: datetime) -> str:
    """Return one test for each finding, which fails if its kind is in `fail_on`; without findings, one that passes."""
    failures = sum(finding.warning.kind in fail_on for finding in findings)
    counts = {"name": NAME, "tests": str(len(findings) or 1), "failures": str(failures), "errors": "0"}
    suites = Element("testsuites", counts)
    suite = SubElement(suites, "testsuite", {**counts, "skipped": "0"})
    for finding in findings:
        _test(suite, finding, finding.warning.kind in fail_on, now)
    if not findings:
        SubElement(suite, "testcase", classname=NAME, name="no findings")
    indent(suites)
    return tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _test(suite: Element, finding: Finding, fails: bool, now: datetime) -> None:
    about = finding.warning
    place = f"{finding.file.name}:{finding.line}:{finding.column}"
    said = one_line(f"{finding.id} ({about.vendor}) {short_text(about, finding.id, now)}")
    test = SubElement(
        suite,
        "testcase",
        classname=one_line(finding.file.name),
        name=one_line(f"{finding.id} {about.kind} {finding.line}:{finding.column}"),
        file=one_line(finding.file.name),
        line=str(finding.line),
    )
    if fails:
        failure = SubElement(test, "failure", type=about.kind.value, message=said)
        failure.text = one_line(place)
    else:
        SubElement(test, "system-out").text = f"{one_line(place)}: {said}"
