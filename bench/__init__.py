"""The measurements behind every number that the documents state. `python -m bench.road` prints a line per figure."""
