"""Tests with real processes: servers, a browser, kills, an installed wheel."""
