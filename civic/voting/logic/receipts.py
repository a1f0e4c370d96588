"""The code a voter keeps, and the fingerprint that is published with the ballot."""

import hashlib
import secrets

# No I, L, O, U, 0 or 1: the code is read from paper, or aloud.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
GROUP = 5


def new_code() -> str:
    """Draw a receipt code of four groups of five characters (98 bits)."""
    code = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def plain(code: str) -> str:
    """Return a typed code as it is hashed: capitals and digits, without separators."""
    return "".join(character for character in code.upper() if character in ALPHABET)


def is_code(code: str) -> bool:
    """Tell whether a text is a whole receipt code."""
    return len(plain(code)) == LENGTH


def fingerprint(code: str) -> str:
    """Return the SHA-256 of a code, in hexadecimal: what the ballot file holds.

    Anybody recomputes it: `printf %s ABCDE… | sha256sum`, without the dashes.
    """
    return hashlib.sha256(plain(code).encode("ascii")).hexdigest()
