"""Commands about the record: what it holds, what changed, what ends, and where each value comes from."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from cli.evidence.logs import add_log_options, log_question, print_alerts

__all__ = ["add_log_options", "log_question", "print_alerts"]

lazy_package(__name__)
