"""Builds the site: reads ``data/``, proves it, draws it, and writes pages and payloads."""
