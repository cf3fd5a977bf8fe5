"""The errors of backups; each message is for a person."""


class BadBackup(Exception):
    """A backup is damaged, not whole, or none."""


class NotEmpty(Exception):
    """There is a record already where a backup is to be restored."""
