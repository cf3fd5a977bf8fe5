"""Contenders whose model is unknown."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.leaderboards.scores import CONTENDERS


def unknown_contenders(session: Session) -> Mapping[str, tuple[int, list[str]]]:
    """Return for each source the number of its present contenders, and the names of those whose model is unknown."""
    query = select(CONTENDERS.c.source, CONTENDERS.c.contender_key, CONTENDERS.c.name, CONTENDERS.c.model).where(
        CONTENDERS.c.recorded_to.is_(None), CONTENDERS.c.gone.is_(False), CONTENDERS.c.effective_to.is_(None)
    )
    contenders: dict[str, tuple[int, list[str]]] = {}
    for source, key, name, model in session.execute(query.order_by(CONTENDERS.c.source, CONTENDERS.c.name)).tuples():
        count, unknown = contenders.get(source, (0, []))
        contenders[source] = (count + 1, unknown if model else [*unknown, name or key])
    return contenders
