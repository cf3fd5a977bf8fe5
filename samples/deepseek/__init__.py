"""DeepSeek's sites as they stood on any day since August 2024."""
