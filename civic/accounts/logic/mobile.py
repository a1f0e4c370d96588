"""French numbers that receive text messages (ARCEP numbering plan; E.164 for the gateway)."""

import re

# Mobile ranges of the overseas departments, which have a country code of their own.
_OVERSEAS = {"0690": "590", "0691": "590", "0694": "594", "0696": "596", "0697": "596"}
_OVERSEAS |= {"0692": "262", "0693": "262"}
_NOT_DIGITS = re.compile(r"[\s.\-()/\u00a0\u202f]")
_E164 = re.compile(r"\+[1-9]\d{7,14}")
_FRENCH_FIXED = re.compile(r"\+33[^67]")


def mobile_number(typed: str) -> str:
    """Return a number as +33612345678; empty for one that receives no text message."""
    digits = _NOT_DIGITS.sub("", typed)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    digits = digits.replace("+330", "+33")
    if len(digits) == 10 and digits.startswith("0"):
        digits = f"+{_OVERSEAS.get(digits[:4], '33')}{digits[1:]}"
    if not _E164.fullmatch(digits) or _FRENCH_FIXED.match(digits):
        return ""
    if digits.startswith("+33") and len(digits) != 12:
        return ""
    return digits
