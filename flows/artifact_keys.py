"""Keys and addresses of artifacts in Prefect's UI."""

from collections.abc import Mapping, Set
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote, urlsplit

from alerts.channels import Channel
from alerts.message import Message
from alerts.reminder_schedule import DEADLINE
from alerts.targets import LOG as THE_LOG
from flows.settings import HOST
from models.kinds import ChangeKind, Thing

PRICES, CHARTS, DEADLINES, HEALTH, HELD = "prices-now", "price-charts", "deadlines", "source-health", "held-readings"
DECISIONS = "decide-held"
"""The flow and the deployment by which a person decides about a held reading."""
FIRST = {PRICES: "Prices", CHARTS: "Charts", DEADLINES: "Deadlines", HEALTH: "Sources", HELD: "Held"}
"""The artifacts that every record has, and what `almanac up` and `almanac demo` call them."""
COPIES = "/kept/"
"""The path at which the server of `almanac up` serves a copy of a page, before the SHA-256 of its bytes."""


def artifact_key(kind: str, name: str) -> str:
    """Return the key of an artifact about something: `leaderboard-arena-code`."""
    return f"{kind}-{name}".lower().replace("_", "-").replace("/", "-")


def artifact_address(ui: str, key: str) -> str:
    """Return the address of an artifact in the UI at `ui`: its versions, the newest first."""
    return f"{ui}/v2/artifacts/key/{key}"


def decision_form(snapshot_id: int, deployment: str = DECISIONS) -> str:
    """Return the path of the form that decides about a held reading, filled in with its number.

    The UI finds the form by the id of the deployment, which `publish` puts in for its name.
    """
    given = quote(f'{{"snapshot":{snapshot_id}}}')
    return f"/v2/deployments/deployment/{deployment}/run?parameters={given}"


def address_lines(ui: str) -> list[str]:
    """Return a line with the address of each artifact that every record has."""
    return [f"{name:9} {artifact_address(ui, key)}" for key, name in FIRST.items()]


def alert_artifact(alert_key: str, kind: str, source: str) -> str:
    """Return the key of the artifact that shows what an alert tells: changes, deadlines, or the state of sources."""
    if alert_key.startswith(f"{DEADLINE}/"):
        return DEADLINES
    if kind in (ChangeKind.SOURCE_HELD, ChangeKind.SOURCE_STILL_HELD):
        return HELD
    about_source = kind in {*ChangeKind} and ChangeKind(kind).thing is Thing.SOURCE
    return HEALTH if about_source else artifact_key("changes", source)


def channels_with_addresses(by_target: Mapping[str, Channel], ui: str) -> dict[str, Channel]:
    """Return the channels, with the address of the artifact about a message at its end.

    The log gets it in each message. Other targets get it for a held reading, which waits for them, where the UI has an
    address that others reach (`public_url`).
    """
    is_public = urlsplit(ui).hostname not in (HOST, "localhost")
    others = {name: _with_address(each, ui, {HELD}) if is_public else each for name, each in by_target.items()}
    return {**others, THE_LOG: _with_address(by_target[THE_LOG], ui)}


def _with_address(channel: Channel, ui: str, keys: Set[str] | None = None) -> Channel:
    """Return a channel that ends messages with the address of their artifact, if it is one of the keys."""

    def send(message: Message, created_at: datetime, /) -> None:
        key = alert_artifact(message.alert_key, message.kind, message.source)
        if keys is None or key in keys:
            message = replace(message, body=f"{message.body}\nIn the UI: {artifact_address(ui, key)}")
        channel(message, created_at)

    return send
