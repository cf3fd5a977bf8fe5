"""The table of models between 2025-02-26 and 2026-04-24: two names of one family, without their prices."""

from collections.abc import Iterator
from datetime import datetime

from samples.deepseek.early_notes import GROUPS, standing
from samples.deepseek.facts import Language, holds, when
from samples.deepseek.shell import FOLDER, row
from samples.deepseek.words import say

MODELS = ("deepseek-chat", "deepseek-reasoner")
VERSIONS = (
    ("rise_2025_announced", "DeepSeek-V3.1"),
    ("v31_terminus", "DeepSeek-V3.1-Terminus"),
    ("v32_exp", "DeepSeek-V3.2-Exp"),
    ("v32", "DeepSeek-V3.2"),
)
MODES = ("(Non-thinking Mode)", "(Thinking Mode)")


def details(at: datetime, language: Language) -> Iterator[str]:
    """Its rows. The versions behind the names were not printed before August 2025."""
    yield row(
        f'<td colspan="2" style="text-align:center">{say("MODEL", language)}</td>', *(f"<td>{m}</td>" for m in MODELS)
    )
    if holds("v32", None, at, language):
        address = "https://api.deepseek.com"
        link = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>'
        yield row('<td colspan="2">BASE URL</td>', f'<td colspan="2">{link}</td>')
    if versions := [version for event, version in VERSIONS if when(event, language) <= at]:
        cells = (f"<td>{versions[-1]}<br>{say(mode, language)}</td>" for mode in MODES)
        yield row(f'<td colspan="2" style="text-align:center">{say("MODEL VERSION", language)}</td>', *cells)
    context = "128K" if versions else "64K"
    yield row(f'<td colspan="2">{say("CONTEXT LENGTH", language)}</td>', f'<td colspan="2">{context}</td>')
    limits = ("DEFAULT: 4K<br>MAXIMUM: 8K", "DEFAULT: 32K<br>MAXIMUM: 64K")
    yield row(
        f'<td colspan="2">{say("MAX OUTPUT", language)}</td>', *(f"<td>{say(limit, language)}</td>" for limit in limits)
    )
    yield from _features(at, language)


def _features(at: datetime, language: Language) -> Iterator[str]:
    calls = "Tool Calls" if holds("v32", None, at, language) else "Function Calling"
    routed = "✗" if holds("rise_2025_announced", "v32", at, language) else "✓"
    known = (
        ("/guides/json_mode", "Json Output", "✓"),
        (f"/guides/{calls.lower().replace(' ', '_')}", calls, routed),
        ("/guides/chat_prefix_completion", "Chat Prefix Completion（Beta）", "✓"),
        ("/guides/fim_completion", "FIM Completion（Beta）", "✗"),
    )
    for number, (path, name, value) in enumerate(known):
        group = f'<td rowspan="{len(known)}">{say("FEATURES", language)}</td>' if number == 0 else ""
        link = f'<a href="{FOLDER[language]}{path}">{say(name, language)}</a>'
        sign = say(value, language) + (_mark("tools", at, language) if name == calls else "")
        yield row(group, f"<td>{link}</td>", f"<td>{say('✓', language)}</td>", f"<td>{sign}</td>")


def _mark(mark: str, at: datetime, language: Language) -> str:
    numbers = [n for n, note in enumerate(standing(GROUPS, at, language), 1) if note.mark == mark]
    return "".join(f"<sup>({number})</sup>" for number in numbers)
