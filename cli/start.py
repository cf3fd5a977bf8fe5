"""The program `almanac`: loads the command line and runs it."""

from flows.loading import loading

with loading():
    from cli.main import main as main
