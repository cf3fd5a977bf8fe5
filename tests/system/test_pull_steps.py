"""Our server lets nobody give a deployment steps to run before its flow; all else reaches Prefect as it was sent."""

import asyncio
import json
from collections.abc import Sequence

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.programs.prefect_server import LONGEST, NoSteps

STEP = {"prefect.deployments.steps.run_shell_script": {"script": "touch trace"}}


def asked(method: str, path: str, *parts: bytes) -> tuple[int, bytes]:
    """The status of the answer, and the body that the app behind received."""
    reached: list[bytes] = []

    async def app(_scope: Scope, receive: Receive, send: Send) -> None:
        more = True
        while more:
            message = await receive()
            reached.append(message.get("body", b""))
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    return asyncio.run(_answered(app, {"type": "http", "method": method, "path": path}, parts)), b"".join(reached)


async def _answered(app: ASGIApp, scope: Scope, parts: Sequence[bytes]) -> int:
    waiting: list[Message] = [
        {"type": "http.request", "body": part, "more_body": place < len(parts)} for place, part in enumerate(parts, 1)
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    await NoSteps(app)(scope, receive, send)
    return int(sent[0]["status"])


def body(**fields: object) -> bytes:
    return json.dumps({"name": "deliver"} | fields).encode()


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT"])
@pytest.mark.parametrize("path", ["/api/deployments/", "/api/deployments/1", "/deployments/1"])
@pytest.mark.parametrize(
    "sent",
    [
        body(pull_steps=[STEP]),
        body(pull_steps="anything"),
        body(version_info={"branch": {"pull_steps": [STEP]}}),
        b'[{"pull_steps": [1]}]',
        b'{"pull_steps": [], "pull_steps": [1]}',
        body(pull_steps=[STEP]).decode().encode("utf-16"),
    ],
)
def test_steps_are_refused_before_prefect_sees_them(method: str, path: str, sent: bytes) -> None:
    assert asked(method, path, sent) == (403, b"")
    assert asked(method, path, *(sent[place : place + 1] for place in range(len(sent)))) == (403, b"")


@pytest.mark.parametrize("sent", [body(), body(pull_steps=[]), body(pull_steps=None), b"", b"no JSON", b"[" * 10_000])
def test_all_else_reaches_prefect_as_it_was_sent(sent: bytes) -> None:
    assert asked("PATCH", "/api/deployments/1", sent[:3], sent[3:]) == (200, sent)


def test_what_is_too_long_to_be_looked_at_is_refused() -> None:
    assert asked("POST", "/api/deployments/", *[b" " * 1000] * (LONGEST // 1000 + 2)) == (413, b"")


def test_what_changes_no_deployment_is_not_looked_at() -> None:
    sent = body(pull_steps=[STEP])
    assert asked("POST", "/api/variables/", sent) == asked("GET", "/api/deployments/", sent) == (200, sent)
