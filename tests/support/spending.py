"""A process that spends a budget of requests."""

import os
import signal
from multiprocessing.connection import Connection

from flows.database import Store
from flows.ingest.request_budget import BudgetSpent, count_request

PER_DAY = 25


def spend_all(url: str, pipe: Connection) -> None:
    """After the word to go, count requests until none is left, and send how many there were."""
    store, done = Store(url), 0
    pipe.recv()
    try:
        while True:
            count_request(store, "a", PER_DAY)
            done += 1
    except BudgetSpent:
        pipe.send(done)


def die_after_one(url: str) -> None:
    """Count a request and die before it is made."""
    count_request(Store(url), "a", PER_DAY)
    os.kill(os.getpid(), signal.SIGKILL)
