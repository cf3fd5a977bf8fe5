"""Hugging Face's API: the cards of six repositories, and five leaderboards; one repository is missing at first.

The licence and the first commit of DeepSeek-V4-Pro are those of 2026-07-14. The other commits, the changes and the
values on the leaderboards are ours, as is every `sample-org`.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha1
from urllib.parse import urlsplit

from samples.answers import Answer

MODELS, DATASETS, LEADERBOARD = "/api/models/", "/api/datasets/", "/leaderboard"
CARD_EDITS = ("2026-07-14", "2026-08-13", "2026-09-08", "2026-10-05")
"""The first day; a repository appears and another gets a commit; a licence changes; a repository is gated."""
FIRST = "b5968e9190ef611bbf34a7229255be88a0e937c1"
PRO, LATER = "deepseek-ai/DeepSeek-V4-Pro", "deepseek-ai/DeepSeek-V4-Pro-0813"
KIMI, GLM = "moonshotai/Kimi-K2.6", "zai-org/GLM-5.1"
REPOSITORIES = (PRO, LATER, "deepseek-ai/DeepSeek-V4-Flash", "deepseek-ai/DeepSeek-V4-Flash-0731", KIMI, GLM)
COMMITS: Mapping[str, str] = {PRO: "2026-08-13", KIMI: "2026-09-08", GLM: "2026-10-05"}
"""The day of a commit behind the first one."""
PARAMETERS = {"BF16": 3_000_000_000, "F8_E4M3": 50_000_000_000, "I8": 800_000_000_000}
BOARD_EDITS = ("2026-07-14", "2026-08-20", "2026-10-05")
"""The first day; an entry is verified and another one is new; one has another value."""
BOARDS: Mapping[str, tuple[tuple[str, str, bool], ...]] = {
    "SWE-bench/SWE-bench_Verified": (
        ("Qwen/Qwen3.5-397B-A17B", "76.4", False),
        ("MiniMaxAI/MiniMax-M2.5", "75.8", False),
        (PRO, "75.1", False),
        (GLM, "73.9", True),
        (KIMI, "73.9", False),
        ("deepseek-ai/DeepSeek-V4-Flash", "70.25", False),
        *((f"sample-org/sample-{number}", f"{68 - number}.5", False) for number in range(1, 8)),
    ),
    "ScaleAI/SWE-bench_Pro": ((GLM, "52.3", False), (KIMI, "50.8", False), (PRO, "49.9", True)),
    "cais/hle": (
        (PRO, "37.7", False),
        (KIMI, "36.4", False),
        (GLM, "31", False),
        ("Qwen/Qwen3.5-397B-A17B", "28.7", True),
    ),
    "TIGER-Lab/MMLU-Pro": (
        ("Qwen/Qwen3.5-397B-A17B", "87.8", True),
        (PRO, "87.5", False),
        (KIMI, "86.9", False),
        (GLM, "86.02", False),
        ("MiniMaxAI/MiniMax-M2.5", "85.1", False),
    ),
    "harborframework/terminal-bench-2.0": ((PRO, "58.4", False), (GLM, "55.1", False), (KIMI, "54.6", True)),
}
"""Model, value and whether it is verified, the best first."""


def card_instants() -> list[datetime]:
    return [datetime.fromisoformat(day).replace(tzinfo=UTC) for day in CARD_EDITS]


def board_instants() -> list[datetime]:
    return [datetime.fromisoformat(day).replace(tzinfo=UTC) for day in BOARD_EDITS]


def reply(target: str, at: datetime) -> Answer | None:
    """The answer of an address of the API; None for one that is not among these."""
    path = urlsplit(target).path
    if path.startswith(MODELS):
        return _answer(_card(path.removeprefix(MODELS), at))
    name = path.removeprefix(DATASETS).removesuffix(LEADERBOARD)
    return _answer(_leaderboard(name, at)) if path == f"{DATASETS}{name}{LEADERBOARD}" else None


def _answer(value: object) -> Answer:
    """A missing repository answers 401: it might be somebody's private one."""
    error = {"error": "Invalid username or password."}
    return Answer(_json(error if value is None else value), 401 if value is None else 200, "application/json")


def cards(at: datetime) -> bytes:
    """The cards of all repositories as the source keeps them, in one body."""
    return _together((f"{MODELS}{name}", _card(name, at)) for name in REPOSITORIES)


def leaderboards(at: datetime) -> bytes:
    """The same of all leaderboards."""
    return _together((f"{DATASETS}{name}{LEADERBOARD}", _leaderboard(name, at)) for name in BOARDS)


def _together(answers: Iterator[tuple[str, object]]) -> bytes:
    parts = (
        b'{"path":%s,"status":%d,"answer":%s}' % (_json(path), 401 if value is None else 200, _json(value))
        for path, value in answers
    )
    return b'{"answers":[' + b",".join(parts) + b"]}"


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _card(name: str, at: datetime) -> dict[str, object] | None:
    """The card of a repository; None for one that is not there."""
    day = f"{at:%Y-%m-%d}"
    if name not in REPOSITORIES or (name == LATER and day < CARD_EDITS[1]):
        return None
    licence, named = _licence(name, day)
    commit = f"{name} {COMMITS[name]}" if day >= COMMITS.get(name, "9") else name
    return {
        "_id": sha1(name.encode()).hexdigest()[:24],  # noqa: S324 (a name, no secret)
        "id": name,
        "cardData": {"license": licence, **({"license_name": named} if named else {}), "library_name": "transformers"},
        "gated": "auto" if name == GLM and day >= CARD_EDITS[3] else False,
        "safetensors": {"parameters": PARAMETERS, "total": sum(PARAMETERS.values())},
        "sha": FIRST if commit == PRO else sha1(commit.encode()).hexdigest(),  # noqa: S324 (a commit's form, no secret)
        "tags": ["transformers", "safetensors", "text-generation", f"license:{licence}", "region:us"],
    }


def _licence(name: str, day: str) -> tuple[str, str | None]:
    if name != KIMI:
        return "mit", None
    return ("other", "modified-mit") if day < CARD_EDITS[2] else ("mit", None)


def _leaderboard(name: str, at: datetime) -> list[dict[str, object]] | None:
    """The entries of a leaderboard; None for one that is not there."""
    day = f"{at:%Y-%m-%d}"
    entries = list(BOARDS.get(name, ()))
    if name == "cais/hle" and day >= BOARD_EDITS[1]:
        entries = [(PRO, "37.7", True), *entries[1:], ("MiniMaxAI/MiniMax-M2.5", "25.2", False)]
    if name == "cais/hle" and day >= BOARD_EDITS[2]:
        entries = [(KIMI, "44.9", False), *(entry for entry in entries if entry[0] != KIMI)]
    return [_entry(rank, *entry) for rank, entry in enumerate(entries, 1)] or None


def _entry(rank: int, model: str, value: str, verified: bool) -> dict[str, object]:
    return {
        "rank": rank,
        "modelId": model,
        "value": json.loads(value),
        "verified": verified,
        "filename": ".eval_results/results.yaml",
        "lower_is_better": False,
        "source": {"url": f"https://huggingface.co/{model}", "name": "model card"},
        "author": {"name": model.partition("/")[0]},
        "pullRequest": None,
    }
