"""The home page, which any unknown address answers: it repeats the model names and the notes about them."""

from datetime import datetime

from samples.deepseek.columns import models_at
from samples.deepseek.facts import Language, holds, when
from samples.deepseek.notes import notes
from samples.deepseek.shell import row, shell

NOW = when("reread")
WORDS = {
    "en": ("Your First API Call", "The API is compatible with two formats; a key can be had on the platform."),
    "zh": ("首次调用 API", "API 与两种格式兼容；密钥可在平台上申请。"),
}
KEY = {"en": "apply for an API key", "zh": "申请 API key"}


def home(at: datetime = NOW, language: Language = "en") -> str:
    title, text = WORDS[language]
    return shell(
        "/", title, f"<h1>{title}</h1><p>{text}</p>{_table(at, language)}{_notes(at, language)}", "e31a7b76", language
    )


def _table(at: datetime, language: Language) -> str:
    lines = (("base_url", "https://api.deepseek.com"), ("api_key", KEY[language]), ("model", _models(at, language)))
    cells = "".join(row(f"<td>{name}</td>", f"<td>{value}</td>") for name, value in lines)
    return f"<table><tbody>{cells}</tbody></table>"


def _models(at: datetime, language: Language) -> str:
    if not holds("v4_launch", None, at, language):
        return "deepseek-chat<br>deepseek-reasoner" if holds("r1", None, at, language) else "deepseek-chat"
    marks = {mark: f"<sup>({number})</sup>" for number, (mark, _) in enumerate(_named(at, language), 1)}
    return "<br>".join(model + marks.get(model, "") for model in models_at(at, language))


def _named(at: datetime, language: Language) -> list[tuple[str, str]]:
    """The model that a note is about, and the note. Those about prices stand on the pricing page alone."""
    return [(note.mark, note.text) for note in notes(at, language) if note.mark.startswith("deepseek-")]


def _notes(at: datetime, language: Language) -> str:
    lines = [f"({number}) {text}" for number, (_, text) in enumerate(_named(at, language), 1)]
    text = "<br>\n".join(lines)
    return f"<p>{text}</p>" if lines else ""
