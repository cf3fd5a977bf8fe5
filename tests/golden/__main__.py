"""Writes the golden readings that lack."""

import sys

from tests.golden import main

sys.exit(main())
