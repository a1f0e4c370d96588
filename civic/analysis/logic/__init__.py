"""Pure rules of the indicators."""
