"""Which numbers receive a text message, and how the gateway is given them."""

import pytest

from civic.accounts.logic.mobile import mobile_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 39 98 00 12", "+33639980012"),
        ("07.56.12.34.56", "+33756123456"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("0692 12 34 56", "+262692123456"),
        ("0690 12 34 56", "+590690123456"),
        ("+32 470 12 34 56", "+32470123456"),
        # A landline, a number too short, words, nothing.
        ("05 36 49 71 02", ""),
        ("+33 1 23 45 67 89", ""),
        ("06 12 34 56", ""),
        ("+33 6 12 34 56 78 90", ""),
        ("chez ma fille", ""),
        ("", ""),
    ],
)
def test_a_number_is_written_as_the_gateway_wants_it(typed: str, number: str) -> None:
    assert mobile_number(typed) == number
