"""Backups: one state of the record in files that are named by their hashes; made while others write, and restored."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.backup.checking import check_backup
    from flows.backup.dropping import bring_back, drop_pages
    from flows.backup.manifest import Manifest, listed, read
    from flows.backup.problems import BadBackup, NotEmpty
    from flows.backup.restoring import restore, restore_settings
    from flows.backup.writing import KEPT, Made, back_up

__all__ = [
    "KEPT",
    "BadBackup",
    "Made",
    "Manifest",
    "NotEmpty",
    "back_up",
    "bring_back",
    "check_backup",
    "drop_pages",
    "listed",
    "read",
    "restore",
    "restore_settings",
]

lazy_package(__name__)
