"""Reads of councils: pages, follow-up table, plan of an import, what is held."""
