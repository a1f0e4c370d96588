"""Writes of participation: spaces, phases, activities, contributions, drafts."""
