"""Commands that read pages and record what they say, and that decide on held readings."""
