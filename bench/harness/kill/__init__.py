"""Runs killed at every hop, and what has to hold afterwards."""
