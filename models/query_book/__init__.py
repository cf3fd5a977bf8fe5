"""The query book: the questions that people ask of the record, each as SQL with its parameters; one file each."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from models.query_book.book import BookQuery, ParameterKind, QueryParameter, parameter, query_book, views
    from models.query_book.statements import is_of_the_present, literal_sql, sqlite_statement

__all__ = [
    "BookQuery",
    "ParameterKind",
    "QueryParameter",
    "is_of_the_present",
    "literal_sql",
    "parameter",
    "query_book",
    "sqlite_statement",
    "views",
]

lazy_package(__name__)
