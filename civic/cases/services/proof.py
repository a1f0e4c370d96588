"""Check the code of a case, a few times an hour."""

from django.core.cache import cache
from django.utils.translation import gettext as _

from civic.core.exceptions import TooMany

from ..logic.proof import is_code_of
from ..models import Case

_TRIES, _SECONDS = 10, 3_600


def proves(case: Case, code: str) -> bool:
    """Tell whether a code is that of a case; raise TooMany after ten wrong ones in an hour."""
    if not code.strip():
        return False
    key = f"cases.code.{case.pk}"
    if cache.get(key, 0) >= _TRIES:
        raise TooMany(
            _("Too many codes were tried for this number. Wait an hour, or ask at the desk."),
            retry_after=_SECONDS,
        )
    if is_code_of(case.number, code):
        return True
    cache.add(key, 0, timeout=_SECONDS)
    cache.incr(key)
    return False
