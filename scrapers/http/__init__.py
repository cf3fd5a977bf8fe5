"""The only package on the web: how a source is asked, politely, and never at an address that nobody outside may ask."""
