"""The files for several machines: well-formed, in an order without a race, with settings that Prefect knows."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.settings.load import load

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "scale-out"
PAGE = ROOT / "docs" / "scale-out.md"
OF_ITS_PACKAGE = {"PREFECT_REDIS_MESSAGING_URL"}
"""Settings of prefect-redis, which are none of Prefect's own."""


def variables() -> dict[str, str]:
    lines = (FOLDER / "scale-out.env").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name: value for name, _, value in pairs}


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))["services"])


def needed(services: dict[str, dict[str, Any]], name: str) -> set[str]:
    """All that has to be ready before a service starts."""
    direct = services[name].get("depends_on", {})
    return {*direct, *(other for each in direct for other in needed(services, each))}


def test_every_variable_is_a_setting_of_ours_or_of_prefects() -> None:
    from prefect.settings.legacy import _get_settings_fields  # pyright: ignore[reportPrivateUsage]
    from prefect.settings.models.root import Settings

    known = set(_get_settings_fields(Settings))
    given = variables()
    theirs = {name for name in given if name.startswith("PREFECT_")}
    assert theirs - known == OF_ITS_PACKAGE
    settings = load(environ={name: value for name, value in given.items() if name.startswith("ALMANAC_")})
    assert settings.values.shared_hosts
    assert settings.database_url.startswith("postgresql://")


def test_nothing_starts_before_the_databases_are_migrated_and_nothing_else_migrates(
    services: dict[str, dict[str, Any]],
) -> None:
    assert variables()["PREFECT_API_DATABASE_MIGRATE_ON_START"] == "false"
    (migrating,) = (name for name, each in services.items() if "database upgrade" in str(each.get("command")))
    assert needed(services, migrating) == {"postgres", "redis"}
    # A second race on a fresh database: two servers that register the same kinds of blocks.
    assert variables()["PREFECT_SERVER_REGISTER_BLOCKS_ON_START"] == "false"
    others = services.keys() - {"postgres", "redis", migrating}
    assert len(others) == 7
    for name in others:
        assert migrating in needed(services, name), name
    for name in others:
        if "worker" in name:
            assert "prepare" in needed(services, name)
    assert services[migrating]["restart"] == services["prepare"]["restart"] == "no"


def test_two_servers_without_services_two_workers_and_the_services(services: dict[str, dict[str, Any]]) -> None:
    commands = [" ".join(each.get("command", [])) for each in services.values()]
    assert sum("server start --no-services" in command for command in commands) == 2
    # A restart of Redis stops periodic tasks of the services for good; those that start again plan them.
    assert sum(command == "timeout 900 prefect server services start" for command in commands) == 1
    assert "RuntimeMaxSec=900" in (FOLDER / "systemd" / "almanac-services.service").read_text(encoding="utf-8")
    assert sum("worker start --pool almanac --type process" in command for command in commands) == 2
    # Only what is inside may be reached: a balancer with TLS comes before it.
    assert [name for name, each in services.items() if "ports" in each] == []


def test_no_client_knows_one_server_alone(services: dict[str, dict[str, Any]]) -> None:
    asked = {str(each["environment"]["PREFECT_API_URL"]) for each in services.values() if _has_address(each)}
    assert asked == {"http://balancer:4200/api"}
    assert services["balancer"]["command"][-4:] == ["--to", "api-1:4200", "--to", "api-2:4200"]


def _has_address(service: dict[str, Any]) -> bool:
    return "PREFECT_API_URL" in service.get("environment", {})


def test_no_password_is_on_a_command_line_or_a_real_one() -> None:
    for name, value in variables().items():
        if re.search("AUTH_STRING|URL", name) and "@" in value:
            assert "CHANGE-ME" in value
    units = sorted((FOLDER / "systemd").iterdir())
    assert len(units) == 3
    for file in units:
        text = file.read_text(encoding="utf-8")
        assert "EnvironmentFile=" in text
        assert "UMask=0077" in text
        assert "AUTH" not in text


def test_the_page_names_every_file_and_every_step(services: dict[str, dict[str, Any]]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for file in [*FOLDER.glob("*"), *(FOLDER / "systemd").iterdir()]:
        assert file.name in page, file
    for step in ("prefect server database upgrade -y", "python -m flows.migrate"):
        assert step in page
        assert step in str(services["migrate"]["command"])
    for step in ("python -m flows.automations", "python -m flows.host_turns", "prefect --no-prompt deploy --all"):
        assert step in page
        assert step in str(services["prepare"]["command"])
