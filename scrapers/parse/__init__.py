"""Readers of formats that know no site: text, dates, HTML tables, JSON, the data of Next.js pages."""
