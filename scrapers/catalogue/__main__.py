"""Prints `prices.csv` from a data file of model-prices: `python -m scrapers.catalogue snapshot.json`."""

import sys
from pathlib import Path

from scrapers.catalogue.bundle import bundled_lines
from scrapers.catalogue.model_prices import parse_model_prices

sys.stdout.write(bundled_lines(parse_model_prices(Path(sys.argv[1]).read_bytes())))
