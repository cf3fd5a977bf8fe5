"""Processes that send what is due, each with a store of its own, to targets that are files which only grow."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy import select

from alerts.message import Message
from alerts.outbox import deliver
from alerts.targets import DeliveryOrder
from bench.harness.forking import FORKING
from flows.database import Store
from models.kinds.deliveries import WAITING_STATES
from models.schema.tables import Delivery

PATIENCE = 600
"""Seconds in which all processes have to be ready."""


def send_at_once(
    url: str,
    folder: Path,
    targets: Sequence[str],
    now: datetime,
    count: int = 2,
    orders: Mapping[str, DeliveryOrder] = {},
) -> float:
    """Let so many processes send all that is due; in how many seconds they did. Raises RuntimeError if one fails."""
    ready = FORKING.Barrier(count + 1)
    processes = [
        FORKING.Process(target=_send_all, args=(url, folder, targets, now, orders, ready)) for _ in range(count)
    ]
    for process in processes:
        process.start()
    ready.wait(PATIENCE)
    began = time.perf_counter()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError(f"they ended with {[process.exitcode for process in processes]}")
    return time.perf_counter() - began


def accepted(folder: Path, target: str) -> list[str]:
    """The keys that a target got, in their order."""
    return (folder / target).read_text(encoding="utf-8").splitlines()


def by_process(folder: Path) -> list[int]:
    """The number of deliveries that each process made."""
    return [int(file.read_text()) for file in sorted(folder.glob("*.count"))]


def _send_all(
    url: str, folder: Path, targets: Sequence[str], now: datetime, orders: Mapping[str, DeliveryOrder], ready: Barrier
) -> None:
    store, count = Store(url), 0
    channels = {target: partial(_append, _opened(folder / target)) for target in targets}
    ready.wait(PATIENCE)
    while _is_left(store):
        count += deliver(store.writing, channels, _standing(now), orders).count
    store.close()
    (folder / f"{os.getpid()}.count").write_text(str(count))


def _standing(now: datetime) -> Callable[[], datetime]:
    return lambda: now


def _opened(file: Path) -> int:
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def _append(file: int, message: Message, _created_at: datetime) -> None:
    os.write(file, f"{message.alert_key}\n".encode())


def _is_left(store: Store) -> bool:
    with store.reading() as session:
        return session.scalar(select(Delivery.id).where(Delivery.state.in_(WAITING_STATES)).limit(1)) is not None
