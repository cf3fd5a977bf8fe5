"""Ids of models in bytes: those that are planted are found where they stand, and nothing else is."""

import random
import string

import pytest

from cli.project.ids import ModelIds
from cli.project.names import named_warnings
from models.queries.model_records import ModelRecord, ModelWarning, WarningKind

NAMES = (
    ("deepseek", "deepseek-chat"),
    ("deepseek", "deepseek-v4-pro"),
    ("deepseek", "search"),
    ("google", "gemini-2.5-pro"),
    ("mistral", "glm-5-2"),
    ("openai", "ada"),
    ("openai", "gpt-5"),
    ("openai", "o1"),
    ("zai", "glm-5-2"),
)
IDS = ModelIds(NAMES)
IN_FULL = [name for _, name in NAMES if "-" in name]


def found(text: str) -> list[tuple[str, int]]:
    content = text.encode()
    for place in IDS.find(content):
        assert content[place.start : place.end].decode() == place.id
    return [(place.id, place.start) for place in IDS.find(content)]


@pytest.mark.parametrize(
    "text",
    [
        'model="{}"',
        "{}",
        "model: {}",
        "MODEL={}\n",
        "${{MODEL:-{}}}",
        "see {}.",
        "see {}...",
        "({}), [{}]",
        "`{}`: old",
        "使用{}模型",
        '"a\\n{}\\n"',
        '{{\\"model\\": \\"{}\\"}}',
        "https://example.com/v1/models/{}",
        "/v1beta/models/{}:generateContent?key=1",
        "+{}",
        "model:{}",
    ],
)
@pytest.mark.parametrize("name", IN_FULL)
def test_an_id_is_found_as_a_whole_token(text: str, name: str) -> None:
    whole = text.format(name, name)
    places = [start for start in range(len(whole.encode())) if whole.encode().startswith(name.encode(), start)]
    assert found(whole) == [(name, start) for start in places]


@pytest.mark.parametrize(
    "text",
    [
        "{}-max",
        "{}-",
        "{}x",
        "{}_v2",
        "{}.5",
        "{}.md",
        "{}@20250929",
        "{}:free",
        "my-{}",
        "x{}",
        "_{}",
        "-{}",
        "--{}",
        ".{}",
        "./{}",
        "docs/{}",
        "azure/{}",
        "azure:{}",
        "ft:{}:org::1",
        "anthropic.{}",
        "@{}",
        "{}/readme",
        "\\{}",
    ],
)
@pytest.mark.parametrize("name", IN_FULL)
def test_a_part_of_something_else_is_no_id(text: str, name: str) -> None:
    assert found(text.format(name)) == []


@pytest.mark.parametrize(
    ("text", "vendors"),
    [
        ("glm-5-2", ("mistral", "zai")),
        ("zai/glm-5-2", ("zai",)),
        ("openrouter/z-ai/glm-5-2", ("zai",)),
        ("mistralai:glm-5-2", ("mistral",)),
        ("models/glm-5-2", ("mistral", "zai")),
        ("Mistral/glm-5-2", ("mistral",)),
    ],
)
def test_the_word_before_an_id_says_whose_it_is(text: str, vendors: tuple[str, ...]) -> None:
    assert [place.vendors for place in IDS.find(text.encode())] == [vendors]


def test_another_vendor_s_word_is_no_id_of_this_one() -> None:
    assert found("openai/deepseek-chat deepseek/gpt-5") == []


def test_two_ids_with_a_stroke_between_them_are_both_found() -> None:
    assert found("deepseek-chat/gpt-5") == [("deepseek-chat", 0), ("gpt-5", 14)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"o1"', []),
        ('"o1", "gpt-5"', ["o1", "gpt-5"]),
        ('import openai\nuse("o1")', ["o1"]),
        ('from langchain_openai import x; use("o1")', ["o1"]),
        ('openai("ada")', []),
        ("/api/models/search", []),
        ("gpt-5/search", ["gpt-5"]),
        ("o1 = o2", []),
        ("'ada'", []),
        ("ada lovelace, search(ada)", []),
        ('model="ada"', ["ada"]),
        ('"model": "search"', ["search"]),
        ("model: ada", ["ada"]),
        ("MODEL_NAME=ada", ["ada"]),
        ("--model ada", ["ada"]),
        ("models = ['ada']", ["ada"]),
        ("openai/ada", ["ada"]),
        ("the model search", []),
        ("remodel.search", []),
        ("model = find(search)", []),
    ],
)
def test_a_usual_word_counts_where_it_is_said_to_be_a_model(text: str, names: list[str]) -> None:
    assert [name for name, _ in found(text)] == names


def test_planted_ids_are_found_exactly_in_random_text() -> None:
    """5,000 texts of random words, decoys and ids, each with a separator that leaves words whole."""
    chance = random.Random(15)  # noqa: S311 (the same texts each time)
    vendor_of = {name: vendor for vendor, name in NAMES}
    decoys = ("{}-x", "x-{}", "{}.1", "a/{}", "{}/a", "{}_", "{}:a", "9{}", ".{}", "{}@1")
    for _ in range(5000):
        text, planted = "", list[tuple[str, int]]()
        for _ in range(chance.randrange(1, 12)):
            name = chance.choice(IN_FULL)
            match chance.randrange(3):
                case 0:
                    before = chance.choice(("", f"{vendor_of[name]}/", "a/models/", f"b/{vendor_of[name]}:"))
                    planted.append((name, len(text.encode()) + len(before)))
                    text += before + name
                case 1:
                    text += chance.choice(decoys).format(name)
                case _:
                    text += "".join(chance.choices(string.ascii_letters + "_.-/:", k=chance.randrange(1, 9)))
                    text = text.rstrip(":")
            text += chance.choice(
                (" ", "\n", '"', "'", ",", "(", ")", "=", "{", "|", "é", "模", "\\n", "\r\n", "…", "*")
            )
        assert found(text) == planted, text


def whole_tokens(text: str) -> list[tuple[str, int]]:
    """The same by another way: a walk over the characters, without a regular expression."""
    of_word = set(string.ascii_letters + string.digits + "_.-@")
    places, at = list[tuple[str, int]](), 0
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        if text[at] not in of_word - set(".-@"):
            at += 1
            continue
        end, parts, start = at, list[tuple[str, int]](), at
        while True:
            while end < len(text) and text[end] in of_word:
                end += 1
            parts.append((text[start:end], start))
            if end + 1 < len(text) and text[end] in ":/" and text[end + 1] in of_word - set(".-@"):
                start = end = end + 1
            else:
                break
        places += _ids_in(parts, text[:at])
        at = end
    return places


def _ids_in(parts: list[tuple[str, int]], before: str) -> list[tuple[str, int]]:
    sellers = {"openai": "openai", "deepseek": "deepseek"}
    vendor_of = {name: vendor for vendor, name in NAMES}
    parts = [*parts[:-1], (parts[-1][0].rstrip("."), parts[-1][1])]
    found_ids = list[tuple[str, int]]()
    for number, (name, start) in enumerate(parts):
        if name not in IN_FULL:
            continue
        if number:
            word = parts[number - 1][0]
            if not (word in vendor_of or word.endswith("models") or sellers.get(word) == vendor_of[name]):
                continue
        elif before[-1:] in {*"-.@/"} and not before.endswith(":-"):
            continue
        if number + 1 < len(parts) and parts[number + 1][0] not in vendor_of:
            continue
        found_ids.append((name, start))
    return found_ids


def test_two_ways_of_looking_find_the_same_in_random_characters() -> None:
    """20,000 texts of pieces that meet in every way."""
    chance = random.Random(16)  # noqa: S311 (the same texts each time)
    pieces = ("gpt-5", "deepseek-chat", "openai", "deepseek", "models", *'-./:@_ \nx5"\\')
    number = 0
    for _ in range(20000):
        text = "".join(chance.choices(pieces, k=chance.randrange(1, 9)))
        assert found(text) == whole_tokens(text), text
        number += len(found(text))
    assert number > 1000


def record(model: str, *kinds: WarningKind, **more: object) -> ModelRecord:
    warnings = [ModelWarning(kind, "v", model, None) for kind in kinds]
    return ModelRecord("v", model, warnings=warnings, **more)  # pyright: ignore[reportArgumentType]


def kinds(*records: ModelRecord) -> dict[str, list[tuple[str, str]]]:
    named = named_warnings({(each.vendor, each.model): each for each in records})
    return {name: [(each.kind.value, each.model) for each in found] for (_, name), found in named.items()}


OLD, NEW = "m-2025-01-01", "m-2025-06-01"


def test_a_name_without_a_day_is_concerned_by_the_end_of_the_newest_with_one() -> None:
    ended = record(OLD, WarningKind.RETIRED, has_statement=True)
    dated = record(NEW, WarningKind.DATED, has_statement=True)
    assert kinds(ended, dated)["m"] == [("dated", NEW)]
    assert kinds(ended, dated, record("m", WarningKind.PRICE))["m"] == [("dated", NEW), ("price", "m")]
    assert kinds(ended, dated, record("m", WarningKind.UNLISTED))["m"] == [("dated", NEW)]


def test_an_end_that_is_stated_of_the_name_itself_counts_alone() -> None:
    dated = record(NEW, WarningKind.DATED, has_statement=True)
    assert kinds(dated, record("m", has_statement=True))["m"] == []


def test_a_name_with_a_day_is_concerned_by_the_prices_of_the_name_without_it() -> None:
    plain = record("m", WarningKind.PRICE, WarningKind.PROMOTION, WarningKind.RETIRED)
    assert kinds(plain, record(NEW))[NEW] == [("price", "m"), ("promotion", "m")]
