"""The rows of features on the pricing page since 2026-04-24."""

from collections.abc import Iterator
from datetime import datetime

from samples.deepseek.facts import Language, when
from samples.deepseek.notes import marker
from samples.deepseek.shell import FOLDER, row
from samples.deepseek.words import say

FEATURES = (
    ("v4_launch", "/guides/json_mode", "Json Output", "✓"),
    ("v4_launch", "/guides/tool_calls", "Tool Calls", "✓"),
    ("flash_0731", "/guides/responses_api", "Responses API", "✓"),
    ("flash_0731", "/guides/anthropic_api", "Anthropic API", "✓"),
    ("v4_launch", "/guides/chat_prefix_completion", "Chat Prefix Completion（Beta）", "✓"),
    ("v4_launch", "/guides/fim_completion", "FIM Completion（Beta）", "Non-thinking mode only"),
    ("v4_flash_retired", "/guides/vision", "Vision", "✗"),
)


def features(at: datetime, label: int, models: list[str], language: Language) -> Iterator[str]:
    known = [(path, name, value) for event, path, name, value in FEATURES if when(event, language) <= at]
    for number, (path, name, value) in enumerate(known):
        group = f'<td rowspan="{len(known)}">{say("FEATURES", language)}</td>' if number == 0 else ""
        span = f' colspan="{label - 1}"' if label > 2 else ""
        mark = marker("responses", at, language) if name == "Responses API" else ""
        link = f'<a href="{FOLDER[language]}{path}">{say(name, language)}</a>'
        values = (say(_has(name, model, at, language) or value, language) for model in models)
        yield row(group, f"<td{span}>{link}{mark}</td>", *(f"<td>{value}</td>" for value in values))


def _has(name: str, model: str, at: datetime, language: Language) -> str:
    """The features that differ between models. The English sample has never told these two apart."""
    if language == "en":
        return ""
    if name == "Vision":
        return "✓" if model == "deepseek-flash" else "✗"
    awaited = name == "Responses API" and model == "deepseek-v4-pro" and at < when("rise_announced", language)
    return "✗" if awaited else ""
