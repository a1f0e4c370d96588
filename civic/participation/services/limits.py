"""How often one person, or one network address, may act; counted in the cache."""

import math
import time

from django.core.cache import cache
from django.utils.translation import gettext as _

from civic.core.exceptions import TooMany


def spend(*, act: str, who: str, at_most: int, seconds: int) -> None:
    """Count one attempt; raise TooMany past `at_most` in the present window of `seconds`.

    `who` is a person or a network address. A village hall shares one address: limits by address
    are generous, limits by person are not.
    """
    now = time.time()
    window = int(now // seconds)
    key = f"civic.limit.{act}.{who}.{window}"
    cache.add(key, 0, timeout=seconds + 60)
    try:
        count = cache.incr(key)
    except ValueError:
        # The key expired between the two calls: a new window starts.
        cache.set(key, 1, timeout=seconds + 60)
        count = 1
    if count > at_most:
        wait = math.ceil((window + 1) * seconds - now)
        minutes = max(1, math.ceil(wait / 60))
        raise TooMany(
            _("That is a lot in a short time. Try again in %(minutes)s minutes.")
            % {"minutes": minutes},
            retry_after=wait,
        )
