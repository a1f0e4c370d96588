"""Writes of consultations: framing, publication, dates, outcome."""
