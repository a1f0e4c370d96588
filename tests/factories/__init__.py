"""Plain functions that make rows for tests, through the services where a rule matters."""
