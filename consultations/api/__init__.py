"""The public API of consultations."""
