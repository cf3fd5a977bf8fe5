"""The record as files: its parts, their forms, the description of an export, and its check."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from cli.exporting.dictionary import View, column_text, dictionary
    from cli.exporting.export import add
    from cli.exporting.folder import export_sqlite
    from cli.exporting.resources import resources
    from cli.exporting.terms import terms_of

__all__ = ["View", "add", "column_text", "dictionary", "export_sqlite", "resources", "terms_of"]

lazy_package(__name__)
