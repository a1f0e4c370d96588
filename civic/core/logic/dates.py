"""Days written as a sentence writes them; French says « 1er », which no date format can."""

import re
from datetime import date

from django.utils import formats
from django.utils.translation import get_language

_FIRST = re.compile(r"(?<!\d)1(?=\s\D)")


def written_day(day: date, form: str = "DATE_FORMAT") -> str:
    """Return a day in the active language, the first of a month as French writes it."""
    text = formats.date_format(day, form)
    if day.day == 1 and (get_language() or "").startswith("fr"):
        return _FIRST.sub("1er", text, count=1)
    return text
