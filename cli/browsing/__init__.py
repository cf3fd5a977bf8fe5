"""The record in a browser, and for assistants: Datasette over the history, with the query book and dashboards."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from cli.browsing.browse import add

__all__ = ["add"]

lazy_package(__name__)
