"""Targets that are down, busy, slow, or break off: each gets all of it once and in order, and nobody waits for them."""

import pytest

from bench.harness.chaos import HEALTHY, chaos
from flows.database import Store


@pytest.mark.both_databases
def test_each_target_gets_all_of_it_once_and_in_order_whatever_befalls_it(store: Store) -> None:
    with chaos(store, timeout_seconds=2) as day:
        day.pass_time(alerts=4)
        assert [day.receivers[name].keys for name in HEALTHY] == [day.keys] * len(HEALTHY)
        assert (day.receivers["down"].keys, day.receivers["busy"].keys) == ([], [])
        day.receivers["down"].open()
        day.drain()
        assert {name: its.keys for name, its in day.receivers.items()} == dict.fromkeys(day.receivers, day.keys)
        assert day.faults == {"429": 1, "stalled, or broke off": 3}
        assert (day.early, len(day.latencies)) == (0, len(day.keys) * len(HEALTHY))
