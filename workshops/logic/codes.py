"""Codes said aloud and read from the back of a hall; the secret a phone keeps."""

import hashlib
import secrets

CODE_LENGTH = 6
# Without 0 O, 1 I L, 2 Z, 5 S, 8 B: what is mistaken for something else on a wall.
ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"


def new_code() -> str:
    """Return six characters drawn at random."""
    return "".join(secrets.choice(ALPHABET) for _position in range(CODE_LENGTH))


def typed_code(text: str) -> str:
    """Return what somebody typed as a code is written: capitals, no space, no dash."""
    return "".join(char for char in text.upper() if char.isalnum())[:12]


def shown_code(code: str) -> str:
    """Return a code in two groups, as it is read aloud."""
    return f"{code[:3]} {code[3:]}"


def hash_of(secret: str) -> str:
    """Return what is stored of a secret drawn at random."""
    return hashlib.sha256(secret.encode()).hexdigest()
