"""The screens of the administration where a consultation is prepared and run."""
