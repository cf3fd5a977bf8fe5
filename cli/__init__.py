"""The `almanac` command: parses arguments, calls flows and models, and prints the results."""
