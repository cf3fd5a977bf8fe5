"""Settings: who wins, what is refused, what is shown."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from flows.ingest.choice import enabled_sources
from flows.ingest.fetch import expect_askable
from flows.ingest.request_budget import NotAsked
from flows.pipeline.attempts import open_store
from flows.run import Run
from flows.settings.fields import Values
from flows.settings.load import BadSettings, Settings, load, shown
from scrapers.registry import SOURCES
from scrapers.source import Source, Website
from tests.support.typed import Almanac


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_without_anything_the_defaults_hold(home: Path) -> None:
    settings = load()
    assert (settings.home, settings.database_url) == (home, f"sqlite:///{home / 'almanac.db'}")
    assert settings.sites == {}
    assert SOURCES["deepseek_pricing"].url(settings.sites) == "https://api-docs.deepseek.com/quick_start/pricing"


def test_the_named_file_wins_over_the_variables_and_they_over_the_places(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = write(tmp_path / "asked.toml", "contact = 'asked'")
    write(home / "almanac.toml", "contact = 'home'")
    assert load().values.contact == "home"
    write(tmp_path / "almanac.toml", "contact = 'here'")
    assert load().values.contact == "here"
    monkeypatch.setenv("ALMANAC_CONFIG", str(write(tmp_path / "variable.toml", "contact = 'variable'")))
    assert load().values.contact == "variable"
    assert load(asked).values.contact == "asked"
    monkeypatch.setenv("ALMANAC_CONTACT", "environment")
    assert load(asked).values.contact == "environment"


def test_an_unknown_key_is_named_with_a_near_one(home: Path) -> None:
    write(home / "almanac.toml", "contakt = 'x'")
    with pytest.raises(BadSettings, match=r"contakt .*almanac\.toml.*did you mean contact"):
        load()


def test_an_unknown_variable_is_named_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMANAC_DATABASE_ULR", "x")
    with pytest.raises(BadSettings, match="did you mean database_url"):
        load()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "70000", "less than or equal to 65535"),
        ("PORT", "many", "valid integer"),
        ("DATABASE_URL", "nonsense", "not a database address"),
        ("DATABASE_URL", "mysql://x/y", "mysql is not supported"),
        ("DATABASE_URL", "sqlite+aiosqlite:///x.db", r"sqlite\+aiosqlite is not supported"),
        ("DATABASE_URL", "sqlite://", "needs a file"),
        ("DEEPSEEK_URL", "ftp://x", "match pattern"),
        ("HUGGINGFACE_URL", "https://huggingface.co/datasets", "match pattern"),
        ("ARTIFICIAL_ANALYSIS_REQUESTS_PER_DAY", "-1", "greater than or equal to 0"),
        ("CONTACT", "a\nb", "match pattern"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(f"ALMANAC_{name}", value)
    with pytest.raises(BadSettings, match=words):
        load()


def test_the_path_of_a_database_is_made_absolute(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMANAC_DATABASE_URL", "sqlite:///here.db")
    assert load().database_url == f"sqlite:///{home.parent / 'here.db'}"


def test_a_file_that_is_no_toml_says_where(home: Path) -> None:
    file = write(home / "almanac.toml", "contact =")
    with pytest.raises(BadSettings, match=f"{file} is not TOML"):
        load()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a = " + "[" * 100_000, "is not TOML"),
        ("port = " + "1" * 5_000, "has a number that is too large"),
    ],
)
def test_a_file_that_no_person_wrote_is_refused_in_words(home: Path, text: str, words: str) -> None:
    write(home / "almanac.toml", text)
    with pytest.raises(BadSettings, match=words):
        load()


def test_targets_that_nest_without_end_are_no_json(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMANAC_TARGETS", "[" * 100_000)
    with pytest.raises(BadSettings, match="not JSON"):
        load()


def test_a_file_that_an_editor_on_windows_wrote_is_read(home: Path) -> None:
    write(home / "almanac.toml", "").write_bytes("contact = 'me'\r\nport = 4300\r\n".encode("utf-8-sig"))
    assert load().values.port == 4300


def test_a_device_as_a_file_of_sources_is_read_to_its_bound(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMANAC_SOURCES_FILE", "/dev/zero")
    with pytest.raises(BadSettings, match="/dev/zero is larger than 8 MB"):
        load()


def test_a_file_that_is_not_there_is_refused(home: Path) -> None:
    with pytest.raises(BadSettings, match="no settings file"):
        load(home / "none.toml")


def test_what_is_shown_masks_the_password_and_names_the_origin(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMANAC_DATABASE_URL", "postgresql://me:secret@localhost/almanac")
    rows = {row["setting"]: row for row in shown(load())}
    assert rows["database_url"] == {
        "setting": "database_url",
        "value": "postgresql://me:***@localhost/almanac",
        "from": "ALMANAC_DATABASE_URL",
    }
    assert rows["home"]["from"] == "ALMANAC_HOME"
    assert rows["port"]["from"] == "default"


def test_the_key_of_artificial_analysis_is_read_from_its_own_variable_too(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found() -> tuple[str | None, str]:
        settings = load()
        return settings.key("artificial_analysis_key"), settings.origin("artificial_analysis_key")

    assert found() == (None, "default")
    file = write(home / "almanac.toml", "artificial_analysis_key = 'of the file'")
    assert found() == ("of the file", str(file))
    monkeypatch.setenv("ARTIFICIAL_ANALYSIS_API_KEY", "theirs")
    assert found() == ("theirs", "ARTIFICIAL_ANALYSIS_API_KEY")
    monkeypatch.setenv("ALMANAC_ARTIFICIAL_ANALYSIS_KEY", "ours")
    assert found() == ("ours", "ALMANAC_ARTIFICIAL_ANALYSIS_KEY")
    monkeypatch.setenv("ARTIFICIAL_ANALYSIS_API_KEY", "")
    assert found() == ("ours", "ALMANAC_ARTIFICIAL_ANALYSIS_KEY")
    assert "ours" not in str(shown(load()))


def test_every_site_of_a_source_has_an_address(home: Path) -> None:
    sites = {row["setting"]: row["value"] for row in shown(load()) if row["setting"].endswith("_url")}
    assert {source.site.setting: source.site.url for source in SOURCES.values()}.items() <= sites.items()
    assert sites["huggingface_url"] == "https://huggingface.co"
    assert sites["arena_url"] == "https://arena.ai"
    assert sites["artificial_analysis_url"] == "https://artificialanalysis.ai"


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> Source:
    """A registered source whose site has no address."""
    source = replace(SOURCES["deepseek_pricing"], name="toy", family="toy", site=Website("toy", ""))
    monkeypatch.setitem(SOURCES, source.name, source)
    return source


def test_a_source_whose_site_has_no_address_is_left_alone_until_it_is_set(
    homeless: Source, settings: Settings, almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(settings)
    with pytest.raises(NotAsked, match="its site has no address; set `toy_url`"):
        expect_askable(Run(store, homeless), settings)
    store.close()
    assert homeless not in enabled_sources(settings)
    assert almanac("sources").code == 0
    assert re.search(r"toy +note +skipped: its site has no\s+address; set\s+`toy_url`", almanac("doctor").out)
    monkeypatch.setenv("ALMANAC_TOY_URL", "https://toy.example")
    assert homeless in enabled_sources(load())
    assert homeless.url(load().sites) == "https://toy.example/quick_start/pricing"
    monkeypatch.setenv("ALMANAC_TOY_URL", "toy.example")
    with pytest.raises(BadSettings, match="toy_url"):
        load()


@pytest.mark.parametrize(
    ("name", "words"),
    [("DEEPSEEK", "wayback deepseek_pricing --from 2026-01-01"), ("HUGGINGFACE", "arena text")],
)
def test_history_is_not_asked_for_where_the_site_has_no_address(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    monkeypatch.setenv(f"ALMANAC_{name}_URL", "")
    refused = almanac("backfill", *words.split())
    assert (refused.code, f"its site has no address; set `{name.lower()}_url`" in refused.err) == (2, True)


def test_an_address_of_a_site_that_no_source_is_on_is_an_unknown_setting(home: Path) -> None:
    with pytest.raises(BadSettings, match="unknown setting toy_url"):
        load(environ={"ALMANAC_TOY_URL": "https://toy.example"})
    with pytest.raises(ValidationError, match="unknown setting toy_url"):
        Values.model_validate({"toy_url": "https://toy.example"})


def test_the_sources_that_are_read_can_be_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home
    monkeypatch.setenv("ALMANAC_SOURCES", "deepseek_updates, deepseek_pricing")
    assert [source.name for source in enabled_sources(load())] == ["deepseek_updates", "deepseek_pricing"]
    monkeypatch.setenv("ALMANAC_SOURCES", "deepseek_prices")
    with pytest.raises(BadSettings, match="unknown source 'deepseek_prices': known are deepseek_pricing"):
        load()


@pytest.mark.parametrize("value", ["legacy", "current"])
def test_the_setting_of_the_closed_endpoint_says_what_to_write_instead(
    home: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    write(home / "almanac.toml", f"artificial_analysis_endpoint = '{value}'")
    with pytest.raises(BadSettings, match=r"artificial_analysis_endpoint .*almanac\.toml.* is gone: take it out"):
        load()
    write(home / "almanac.toml", "")
    monkeypatch.setenv("ALMANAC_ARTIFICIAL_ANALYSIS_ENDPOINT", value)
    with pytest.raises(BadSettings, match=r"ALMANAC_ARTIFICIAL_ANALYSIS_ENDPOINT.*2026-11-04"):
        load()


@pytest.mark.parametrize(
    ("setting", "value", "known"),
    [
        ("ARENA_SUBSETS", "text, search", "text_style_control, text, webdev, vision, agent"),
        ("ARENA_PAGES", "agent", "text, code, vision"),
        ("SOURCES", "arena_document", "deepseek_pricing, "),
    ],
)
def test_a_board_that_was_offered_once_is_refused_with_why_and_what_is_offered(
    home: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, known: str
) -> None:
    assert home
    monkeypatch.setenv(f"ALMANAC_{setting}", value)
    with pytest.raises(
        BadSettings, match=f"not offered any more, since nobody has read it on real data: known are {known}"
    ):
        load()
