"""Public pages of workshops and mixed groups."""
