"""Numbers as a sentence writes them."""

from django.utils import formats


def written_number(number: float) -> str:
    """Write a number with the thousands separator of the language: « 1 214 »."""
    return str(formats.number_format(number, force_grouping=True))
