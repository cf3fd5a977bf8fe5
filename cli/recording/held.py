"""The command `held`: lists held readings, decides about them, and undoes decisions."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial

from alerts.targets import LOG
from alerts.texts import NO_CORRECTION
from cli.command import Commands, account, command, listing
from cli.commands import DESCRIPTIONS
from cli.printing import Problem, hint, json_line, own_words, print_line, shortened, text_width, when, wrapped
from flows.clock import utc_now
from flows.database import asking
from flows.ingest import Doubted, HeldReading, NotHeld, held_readings, source_of
from flows.pipeline import DecisionResult, Reversal, correction_words, decide, open_to_correct, undo
from flows.run import Run, alert_settings, counts_text
from flows.settings import Settings
from models.changes import FOR_A_PERSON, SEEN_ONCE, settled_by
from models.facts import Notice, iso
from models.history import DecisionRecord, NewDecision, decision_records
from models.kinds import SnapshotOutcome, Verdict
from models.schema import Correction
from scrapers.registry import REGISTERED

VERDICTS = {
    "accept": (Verdict.ACCEPTED, "record what was read; what is not understood counts as withdrawn"),
    "reject": (Verdict.REJECTED, "keep what is believed, also when the page says the same again"),
}
UNDO = "undo a decision: the reading is held again, and what it changed is corrected"
EXIT_CODES = """exit codes:
  0  done; also if nothing is held
  1  the database cannot be read or written
  2  nothing can be decided or undone for this ID"""
Action = Callable[[Run], DecisionResult]


def add(commands: Commands) -> None:
    parser = listing(commands, "held", held, DESCRIPTIONS["held"])
    parser.add_argument(
        "--settled", action="store_true", help="list the decisions: what was decided, by whom, and what was undone"
    )
    _document(parser)
    subcommands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, (verdict, description) in VERDICTS.items():
        _about_one(command(subcommands, name, partial(run_decision, verdict=verdict), description))
    _about_one(command(subcommands, "undo", run_undo, UNDO))


def _document(parser: ArgumentParser) -> None:
    parser.epilog = f"{parser.epilog}\n\n{EXIT_CODES}" if parser.epilog else EXIT_CODES


def _about_one(parser: ArgumentParser) -> None:
    parser.add_argument(
        "id", type=_number, metavar="ID", help="the number of the snapshot, as `almanac held` prints it"
    )
    parser.add_argument("--note", metavar="TEXT", help="the reason, kept with the decision")
    parser.add_argument("--json", action="store_true", help="what was recorded and alerted, as one JSON object")
    _document(parser)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 2**63:
        raise ArgumentTypeError(
            f"{text!r} is not the number of a snapshot: `almanac held` lists those that can be decided"
        )
    return int(text)


def held(settings: Settings, asked: Namespace) -> None:
    if asked.settled:
        _list_settled(settings, asked.json)
        return
    with asking(settings.database_url) as session:
        readings = list(held_readings(session, list(REGISTERED.values())))
    if not readings:
        hint("nothing is held")
    for reading in readings:
        (_print_json if asked.json else _print)(reading)


def _print_json(reading: HeldReading) -> None:
    about = {name: getattr(reading, name) for name in ("source", "moment", "since", "url", "problem")}
    about = {"id": reading.snapshot_id, **about, "settled_by": _settled_by(reading)}
    tells = {f"{name}_tells": reading.changes.get(verdict, []) for name, (verdict, _) in VERDICTS.items()}
    tells |= {f"{name}_refuses": reading.refusals.get(verdict) for name, (verdict, _) in VERDICTS.items()}
    for doubted in reading.doubted:
        print_line(json_line(about | asdict(doubted) | tells))
    if not reading.doubted:
        print_line(json_line(about))


def _settled_by(reading: HeldReading) -> str:
    if reading.problem:
        return settled_by(SnapshotOutcome.REFUSED, reading.problem, reading.snapshot_id)
    needs_decision = any(fact.needs_decision for fact in reading.doubted)
    return settled_by(SnapshotOutcome.HELD, FOR_A_PERSON if needs_decision else SEEN_ONCE, reading.snapshot_id)


def _print(reading: HeldReading) -> None:
    print_line(f"snapshot {reading.snapshot_id} of {reading.source}, held since {when(reading.since)}")
    print_line(reading.url)
    if reading.problem:
        print_line(wrapped(f"{reading.problem}; `almanac replay {reading.source}` reads it again", text_width()))
        print_line(wrapped(_settled_by(reading), text_width(), rest="  "))
        return
    for fact in reading.doubted:
        _print_doubted(fact)
    for why in dict.fromkeys(fact.why for fact in reading.doubted):
        print_line(wrapped(why, text_width(), "- ", "  "))
    number = reading.snapshot_id
    print_line(wrapped(_settled_by(reading), text_width(), rest="  "))
    for name, (verdict, _) in VERDICTS.items():
        print_line(f"  almanac held {name} {number}")
        if refusal := reading.refusals.get(verdict):
            _indented(f"refuses the page, and nothing of it is recorded: {refusal}", 4)
        else:
            _indented(f"alerts: {', '.join(reading.changes.get(verdict, [])) or 'none, nothing changes'}", 4)
    print_line(f"  almanac snapshot {number} --page FILE   saves the page")


def _print_doubted(fact: Doubted) -> None:
    print_line(f"{fact.fact} {fact.key}".rstrip())
    for label in ("believed", "read", "accept", "reject"):
        text: str = getattr(fact, label)
        words = text if fact.fact == Notice.table else own_words(text)
        print_line(wrapped(words, text_width(), f"  {label:10}", " " * 12))


def _indented(text: str, by: int) -> None:
    print_line(wrapped(text, text_width(), " " * by, " " * (by + 2)))


def run_decision(settings: Settings, asked: Namespace, verdict: Verdict) -> None:
    ruling = NewDecision(verdict, asked.id, utc_now(), asked.note, account())
    _run_action(settings, asked, verdict, lambda run: decide(run, ruling))


def run_undo(settings: Settings, asked: Namespace) -> None:
    reversal = Reversal(asked.id, utc_now(), asked.note, account())
    _run_action(settings, asked, "undone", lambda run: undo(run, reversal))


def _run_action(settings: Settings, asked: Namespace, decision: str, act: Action) -> None:
    """Run a decision or an undo and print its result. A missing database, or one of another release, is not changed."""
    store = None
    try:
        with asking(settings.database_url) as session:
            source = REGISTERED[source_of(session, asked.id)]
        store = open_to_correct(settings)
        decided = act(Run(store, source, alerting=alert_settings(settings)))
    except NotHeld as problem:
        raise Problem(own_words(str(problem)), 2) from None
    finally:
        if store is not None:
            store.close()
    if asked.json:
        print_line(
            json_line({"id": decided.snapshot_id, "source": source.name, "decision": decision, **_as_json(decided)})
        )
    else:
        _report(source.name, decision, decided)


def _as_json(decided: DecisionResult) -> dict[str, object]:
    return {
        "outcome": decided.outcome,
        "reason": decided.reason,
        "changes": [
            {name: getattr(row, name) for name in ("subject", "kind", "said_before", "said_after")}
            | {"effective_at": row.effective_at and iso(row.effective_at)}
            for row in decided.changes
        ],
        "corrections": [
            {name: getattr(row, name) for name in ("subject", "fact", "said_before", "said_after")}
            | {"effective_from": iso(row.effective_from)}
            for row in decided.corrections
        ],
        "alerts": [asdict(alert) | {"deliveries": dict(alert.deliveries)} for alert in decided.alerts],
    }


def _report(source: str, decision: str, decided: DecisionResult) -> None:
    is_undo = decision == "undone"
    print_line(
        f"{source}: snapshot {decided.snapshot_id} {'undecided again' if is_undo else decision} "
        f"(outcome: {decided.outcome})"
    )
    changes = [f"{row.subject}: {row.kind}: {_from_to(row.said_before, row.said_after)}" for row in decided.changes]
    if is_undo or decided.corrections:
        _say_list("corrected", _corrected(decided.corrections), NO_CORRECTION)
    if not is_undo or changes:
        _say_list("recorded", changes, "nothing changed")
    alerts = [f"{alert.severity}: {alert.title} → {_targets(alert.deliveries)}" for alert in decided.alerts]
    _say_list("alerts", alerts, "none")
    if decided.outcome == SnapshotOutcome.HELD:
        print_line("`almanac held` shows it, and how to decide.")
    elif not is_undo:
        print_line(f"`almanac held undo {decided.snapshot_id}` takes the decision back.")


def _corrected(corrections: Sequence[Correction]) -> list[str]:
    """Return a line per corrected fact; corrected notices are counted."""
    facts = [own_words(correction_words(row)) for row in corrections if row.fact != Notice.table]
    notes = len(corrections) - len(facts)
    return [*facts, *([f"{counts_text(notice=notes)}: `almanac corrections` has the texts"] if notes else [])]


def _say_list(head: str, items: Iterable[str], nothing: str) -> None:
    print_line(f"{head}:")
    for item in list(items) or [nothing]:
        _indented(f"- {item}", 2)


def _from_to(before: str | None, after: str | None) -> str:
    """Return the value before and after, each in at most one line."""
    return " → ".join(shortened(text, text_width() - 4) for text in (before, after) if text)


def _targets(deliveries: Sequence[tuple[str, str]]) -> str:
    named = [f"{target} ({state})" for target, state in deliveries if target != LOG]
    return ", ".join(named) or "the log alone"


def _list_settled(settings: Settings, as_json: bool) -> None:
    with asking(settings.database_url) as session:
        decisions = decision_records(session)
    if not decisions:
        hint("no decisions yet")
    for ruled in decisions:
        if as_json:
            print_line(json_line(asdict(ruled)))
        else:
            _print_settled(ruled)


def _print_settled(ruled: DecisionRecord) -> None:
    print_line(f"snapshot {ruled.snapshot_id} of {ruled.source}")
    _indented(f"{ruled.verdict} {_by(ruled.decided_at, ruled.decided_by, ruled.note)}", 2)
    if ruled.undone_at:
        _indented(f"undone {_by(ruled.undone_at, ruled.undone_by, ruled.undo_note)}", 2)
    for about in ruled.about:
        _indented(f"- {about}", 2)
    if not ruled.undone_at:
        print_line(f"  almanac held undo {ruled.snapshot_id}   takes it back")


def _by(at: datetime, account: str | None, note: str | None) -> str:
    """Return instant, user and note of a decision."""
    return f"{when(at)}{f' by {account}' if account else ''}{f': {note}' if note else ''}"
