"""The program `almanac`: loads the command line and runs it."""

import os

from flows.loading import loading

# Pydantic would look for plugins in everything that is installed.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

with loading():
    from cli.main import main as main
