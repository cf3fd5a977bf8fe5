"""Questions in SQL: asks one of a database that cannot be written to, and makes a role that can only ask."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.questions.ask import QuestionRefused, SqlAnswer, SqlQuestion, ask
    from flows.questions.reader_role import NotPossible, grant_reader

__all__ = ["NotPossible", "QuestionRefused", "SqlAnswer", "SqlQuestion", "ask", "grant_reader"]

lazy_package(__name__)
