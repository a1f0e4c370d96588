"""Know words again without keeping them."""

import hashlib
import hmac

from django.conf import settings


def words_mark(words: str) -> str:
    """Return the keyed hash by which words are known again."""
    return hmac.new(settings.SECRET_KEY.encode(), words.encode(), hashlib.sha256).hexdigest()
