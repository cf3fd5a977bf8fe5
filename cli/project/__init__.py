"""Finds the ids of models in the files of a project, and reports what becomes of them."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from cli.project.baseline import BadBaseline, read_baseline, write_baseline
    from cli.project.files import LARGEST, NoSuchPath, ProjectFile, project_files
    from cli.project.findings import Finding, Search, search, within
    from cli.project.formats import FORMATS, CheckReport
    from cli.project.ids import ModelIds, Occurrence
    from cli.project.names import named_warnings
    from cli.project.words import day_of, days_ahead, in_days, short_text

__all__ = [
    "FORMATS",
    "LARGEST",
    "BadBaseline",
    "CheckReport",
    "Finding",
    "ModelIds",
    "NoSuchPath",
    "Occurrence",
    "ProjectFile",
    "Search",
    "day_of",
    "days_ahead",
    "in_days",
    "named_warnings",
    "project_files",
    "read_baseline",
    "search",
    "short_text",
    "within",
    "write_baseline",
]

lazy_package(__name__)
