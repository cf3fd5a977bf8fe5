"""Commands that start the installation and check it."""
