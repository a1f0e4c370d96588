"""The code that proves that whoever opens a fresh installation can read its console.

A public server is reachable before it belongs to anybody: without the code, the first stranger
would become its administrator.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal

from ..selectors.opening import is_opened

# No letter that is read as another one; twelve of them are sixty bits.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 12


def draw_setup_code() -> str:
    """Draw the code of a fresh installation and keep its digest; empty once it is opened."""
    path = _path()
    if is_opened():
        path.unlink(missing_ok=True)
        return ""
    code = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(_digest(code))
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def announce_setup_code() -> str:
    """Return the line the console says while nobody has opened the installation."""
    code = draw_setup_code()
    if not code:
        return ""
    return _("This site is not open yet. Open its address and type this setup code: %(code)s") % {
        "code": code
    }


def check_setup_code(code: str) -> None:
    """Raise Refusal unless a code is the one drawn last, whatever its case and its dashes."""
    path = _path()
    kept = path.read_text() if path.is_file() else ""
    if not kept or not constant_time_compare(kept, _digest(code)):
        raise Refusal(
            _("This is not the setup code the console shows. Start the site again for a new one."),
            code="setup_code",
            field="code",
        )


def forget_setup_code() -> None:
    """Remove the code: it has served."""
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return Path(settings.VAR_DIR) / "setup_code"


def _digest(code: str) -> str:
    plain = "".join(code.upper().replace("-", " ").split())
    return salted_hmac("civic.setup_code", plain, algorithm="sha256").hexdigest()
