"""Messages that say where in the UI a person sees more."""

from datetime import UTC, datetime

import pytest

from alerts.channels import Channel
from alerts.message import Message
from alerts.targets import LOG as THE_LOG
from flows.artifact_keys import channels_with_addresses
from models.kinds import ChangeKind

AT = datetime(2026, 8, 13, tzinfo=UTC)
LOCAL, PUBLIC = "http://127.0.0.1:4200", "https://almanac.example"


def bodies(ui: str, kind: str) -> dict[str, str]:
    """The body that each target gets of a message of a kind."""
    got = dict[str, str]()

    def channel(name: str) -> Channel:
        def send(message: Message, _at: datetime, /) -> None:
            got[name] = message.body

        return send

    by_target = {name: channel(name) for name in (THE_LOG, "team")}
    message = Message("key/1", kind, "warning", "deepseek_pricing", "m", "a title", "a body", None, snapshot_id=1)
    for send in channels_with_addresses(by_target, ui).values():
        send(message, AT)
    return got


@pytest.mark.parametrize("ui", [LOCAL, PUBLIC])
def test_the_log_has_the_address_of_the_artifact_about_each_message(ui: str) -> None:
    held, price = (bodies(ui, kind)[THE_LOG] for kind in (ChangeKind.SOURCE_HELD, ChangeKind.PRICE_CHANGED))
    assert held == f"a body\nIn the UI: {ui}/v2/artifacts/key/held-readings"
    assert price == f"a body\nIn the UI: {ui}/v2/artifacts/key/changes-deepseek-pricing"


def test_a_target_gets_the_address_of_what_waits_for_a_decision_where_it_reaches_the_ui() -> None:
    address = f"{PUBLIC}/v2/artifacts/key/held-readings"
    for kind in (ChangeKind.SOURCE_HELD, ChangeKind.SOURCE_STILL_HELD):
        assert bodies(PUBLIC, kind)["team"] == f"a body\nIn the UI: {address}"
        assert bodies(LOCAL, kind)["team"] == "a body"
    assert bodies(PUBLIC, ChangeKind.PRICE_CHANGED)["team"] == "a body"
