"""The address that everything here listens on."""

HOST = "127.0.0.1"
