"""Screens about cases: the officer's inbox, the lookup of a number."""
