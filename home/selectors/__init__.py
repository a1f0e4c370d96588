"""Reads of the website: its branches and menus, live lists, search, what is due today."""
