"""The command `check`: the ids of models in a project that are routed, retired, about to end, or about to cost more."""

from argparse import ArgumentTypeError, Namespace
from difflib import get_close_matches
from pathlib import Path

from cli.command import Commands, command, instant, out_file
from cli.commands import DESCRIPTIONS
from cli.printing import Problem, hint, print_line
from cli.project import (
    FORMATS,
    BadBaseline,
    CheckReport,
    NoSuchPath,
    Search,
    named_warnings,
    project_files,
    read_baseline,
    search,
    within,
    write_baseline,
)
from flows.clock import utc_now
from flows.database import NoHistory, asking
from flows.notify import record_age
from flows.settings import Settings
from models.queries import WarningKind, model_records

FAILING = (WarningKind.RETIRED, WarningKind.ROUTED, WarningKind.DATED)
"""The kinds that fail unless others are named."""
ALL, NONE = "all", "none"
DAYS = 90
"""The number of days that dates count ahead; vendors give notice of about three months."""
NO_HISTORY = (
    "no history yet: run `almanac up`, or `almanac backfill deepseek` and `almanac backfill catalogue`, "
    "or name a database that has one in ALMANAC_DATABASE_URL"
)
CODES_AND_KINDS = """\
exit code: 0 no finding of a kind in --fail-on, 1 such a finding or no history,
2 wrong usage
kinds: retired, routed (another model answers), dated (ends on a day), earliest
(ends on a day at the earliest), announced (ends, without a date), unlisted (its
vendor no longer lists it), price (announced to change), promotion (reduced)
"""


def add(commands: Commands) -> None:
    parser = command(commands, "check", check, DESCRIPTIONS["check"])
    parser.epilog = f"{parser.epilog}\n\n{CODES_AND_KINDS}"
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files and folders; default: this folder")
    parser.add_argument("--at", type=instant, metavar="T", help="as of a date (00:00Z) or an instant; default: now")
    parser.add_argument(
        "--within", type=_days, default=DAYS, metavar="DAYS", help=f"how far ahead dates count; default: {DAYS}"
    )
    usual = ",".join(FAILING)
    parser.add_argument(
        "--fail-on",
        type=_kinds,
        default=frozenset(FAILING),
        metavar="KINDS",
        help=f"exit 1 for findings of these kinds, separated by commas, or {ALL} or {NONE}; default: {usual}",
    )
    parser.add_argument(
        "--format",
        choices=list(FORMATS),
        metavar="FORMAT",
        default="text",
        help="text, json (JSON Lines), sarif or junit; default: text",
    )
    parser.add_argument(
        "--output", type=out_file, metavar="FILE", help="write the report to a file, and the text to the terminal"
    )
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="leave out the findings that this file lists")
    parser.add_argument(
        "--write-baseline", type=out_file, metavar="FILE", help="write all findings to this file, and exit 0"
    )
    parser.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="GLOB",
        help="leave out matching paths, folders or names; may be repeated",
    )


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) > 100_000:
        raise ArgumentTypeError(f"{text!r} is not a number of days: write one, such as 30")
    return int(text)


def _kinds(text: str) -> frozenset[WarningKind]:
    if text in (ALL, NONE):
        return frozenset(WarningKind if text == ALL else ())
    words = [word.strip() for word in text.split(",")]
    known = [*WarningKind, ALL, NONE]
    for word in words:
        if word not in list(WarningKind):
            near = get_close_matches(word, known, n=1)
            raise ArgumentTypeError(
                f"unknown kind {word!r}: " + (f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}")
            )
    return frozenset(map(WarningKind, words))


def check(settings: Settings, asked: Namespace) -> None:
    known = _known(asked.baseline)
    now = utc_now()
    at = asked.at or now
    try:
        with asking(settings.database_url, read_only=True) as session:
            records = model_records(session, asked.at, asked.at, now)
            if not records:
                raise Problem(NO_HISTORY)
            warnings = named_warnings(records)
            age = record_age(session, min(at, now), now)
    except NoHistory:
        raise Problem(NO_HISTORY) from None
    found = Search()
    try:
        files = project_files(asked.paths or [Path()], asked.exclude, found.skipped, found.notes)
        written = None if asked.output is None else str(asked.output.absolute())
        # The last report names ids, too.
        search((file for file in files if file.path != written), within(warnings, at, asked.within), found)
    except NoSuchPath as problem:
        raise Problem(str(problem), 2) from None
    found.notes.extend(age)
    if asked.write_baseline is not None:
        count = write_baseline(asked.write_baseline, found.findings)
        print_line(f"{asked.write_baseline}: findings: {count}")
        return
    new = [finding for finding in found.findings if finding.fingerprint not in known]
    report = CheckReport(found, new, len(found.findings) - len(new), asked.fail_on, at)
    _print(report, asked)
    if report.failing:
        raise Problem("")


def _known(baseline: Path | None) -> set[str]:
    if baseline is None:
        return set()
    try:
        return read_baseline(baseline)
    except FileNotFoundError:
        raise Problem(f"no such baseline: {baseline}; `--write-baseline {baseline}` makes one", 2) from None
    except BadBaseline as problem:
        raise Problem(str(problem), 2) from None


def _print(report: CheckReport, asked: Namespace) -> None:
    written = FORMATS[asked.format](report)
    if asked.output is not None:
        from cli.output_files import write_output  # few write a file

        write_output(asked.output, written)
        print_line(FORMATS["text"](report).rstrip("\n"))
        return
    if asked.format != "text":
        for line in report.search.notes:
            hint(line)
    if written:
        print_line(written.rstrip("\n"))
