"""The code of a case: with its number it proves, without an account, that one is who asked."""

import hashlib
import hmac

from django.conf import settings

from civic.core.logic.codes import READ_ALOUD

_SALT = b"civic.cases.proof:"
# 25 letters and digits, eight of them: 37 bits, of which a few are tried in an hour.
_LENGTH = 8


def code_of(number: str) -> str:
    """Return the code of a number, as "K7QD-3MXA": printed, mailed, read aloud, never stored."""
    return _code(number, settings.SECRET_KEY)


def is_code_of(number: str, typed: str) -> bool:
    """Tell whether a code was given out for a number, also with a former secret key."""
    plain = "".join(character for character in typed.upper() if character.isalnum())
    keys = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    known = [_code(number, key).replace("-", "") for key in keys]
    return any(hmac.compare_digest(plain.encode(), one.encode()) for one in known)


def _code(number: str, key: str) -> str:
    drawn = hmac.new(key.encode(), _SALT + number.encode(), hashlib.sha256).digest()
    value = int.from_bytes(drawn, "big")
    letters = []
    for _position in range(_LENGTH):
        value, rest = divmod(value, len(READ_ALOUD))
        letters.append(READ_ALOUD[rest])
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"
