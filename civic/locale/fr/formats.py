"""Hours as French writes them: « 18 h 30 », on one line."""

TIME_FORMAT = "G\u00a0\\h\u00a0i"
DATETIME_FORMAT = f"j F Y, {TIME_FORMAT}"
SHORT_DATETIME_FORMAT = f"d/m/Y, {TIME_FORMAT}"
