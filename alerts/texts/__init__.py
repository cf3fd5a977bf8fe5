"""The words of alerts: titles, lines, and what stands beside them."""

from alerts.texts.change_parts import correction_line, correction_lines
from alerts.texts.escaping import CONTROL, dialect, lines, one_json, one_line
from alerts.texts.source_trouble import age_line, hidden_line, repeat_lines, repeat_note
from alerts.texts.templates import NOTHING, Beside, Seen, body, reminder_body, reminder_title, title
from alerts.texts.unread_beside import behind_lines

__all__ = [
    "CONTROL",
    "NOTHING",
    "Beside",
    "Seen",
    "age_line",
    "behind_lines",
    "body",
    "correction_line",
    "correction_lines",
    "dialect",
    "hidden_line",
    "lines",
    "one_json",
    "one_line",
    "reminder_body",
    "reminder_title",
    "repeat_lines",
    "repeat_note",
    "title",
]
