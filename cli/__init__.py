"""The `almanac` command: a thin face over flows, models and alerts."""
