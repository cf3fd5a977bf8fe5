"""Who stands on the leaderboards, and which of them are no model that is known."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.leaderboards.scores import CONTENDERS


def unknown_contenders(session: Session) -> Mapping[str, tuple[int, list[str]]]:
    """By source, how many contenders stand there now, and the names of those that are no known model."""
    query = select(CONTENDERS.c.source, CONTENDERS.c.contender_key, CONTENDERS.c.name, CONTENDERS.c.model).where(
        CONTENDERS.c.recorded_to.is_(None), CONTENDERS.c.gone.is_(False), CONTENDERS.c.effective_to.is_(None)
    )
    found: dict[str, tuple[int, list[str]]] = {}
    for source, key, name, model in session.execute(query.order_by(CONTENDERS.c.source, CONTENDERS.c.name)).tuples():
        count, unknown = found.get(source, (0, []))
        found[source] = (count + 1, unknown if model else [*unknown, name or key])
    return found
