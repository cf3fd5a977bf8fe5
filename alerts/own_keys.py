"""Gives each alert a key of its own: one that no other alert has."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.message import Message
from models.schema import Alert


def with_own_keys(session: Session, messages: Iterable[Message]) -> Iterator[Message]:
    """Yield messages, each under a key that no alert has.

    What was told is known by the log of changes. An equal key is no sign of it: two pages may be of one moment, and one
    snapshot may be reported again, by another reading of it.
    """
    composed = list(messages)
    taken = _taken(session, [message.alert_key for message in composed])
    for message in composed:
        key, number = message.alert_key, 1
        while key in taken:
            number += 1
            key = f"{message.alert_key}/{number}"
            taken |= _taken(session, [key])
        taken.add(key)
        yield message if number == 1 else replace(message, alert_key=key)


def _taken(session: Session, keys: Sequence[str]) -> set[str]:
    return set(session.scalars(select(Alert.alert_key).where(Alert.alert_key.in_(keys))))
