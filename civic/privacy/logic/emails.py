"""E-mail addresses, also those written so that a robot does not see them."""

import re
from collections.abc import Iterator

from ..enums import FindingType
from .reading import Reading
from .spans import Match

_LOCAL = r"[\w%+'-]{1,64}(?:\.[\w%+'-]{1,64}){0,6}"
_LABEL = r"[\w-]{1,63}"
_WORD_DOT = r"(?:\s?[(\[{<]\s?(?:dot|point|pt|\.)\s?[)\]}>]\s?|\s(?:point|dot|pt)\s|\s?\.\s?)"
_AT_IN_BRACKETS = r"\s?[(\[{<]\s?(?:at|a|arr?obase?s?|@|chez)\s?[)\]}>]\s?"
_AT_AS_WORD = r"\s(?:arr?obase?s?|at)\s"
_KNOWN_ENDINGS = (
    "fr|com|net|org|eu|be|ch|lu|de|es|it|uk|pt|ca|ma|tn|dz|sn|ci|re|gp|mq|gf|yt|nc|pf|pm|info|biz|pro|name|io|me"
    "|tv|gouv|asso|bzh|paris|alsace|corsica|cat|email|online|site|app|dev|edu|gov|int|mobi|coop"
    "|test|example|invalid|local"
)
# "jean@gmail" is as good as the whole address.
_PROVIDERS = (
    "gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|orange|wanadoo|free|sfr|neuf|laposte"
    "|bbox|numericable|aol|icloud|me|protonmail|proton|gmx|voila|club-internet|cegetel|aliceadsl"
)

_DIRECT = re.compile(
    rf"(?<![\w.%+/]){_LOCAL}(?:@\s?|\s@\s)(?:{_LABEL}\.){{1,5}}(?P<ending>[a-z]{{2,24}})(?![\w-])"
)
_UNFINISHED = re.compile(rf"(?<![\w.%+/]){_LOCAL}(?:@\s?|\s@\s)(?:{_PROVIDERS})(?![\w-])")
_DISGUISED = re.compile(
    rf"(?<![\w.%+/])(?P<local>{_LOCAL}(?:\s(?:point|dot)\s[\w%+'-]{{1,64}}){{0,3}})"
    rf"(?:{_AT_IN_BRACKETS}|{_AT_AS_WORD}|@\s?|\s@\s)"
    rf"(?:{_LABEL}{_WORD_DOT}){{1,4}}(?:{_KNOWN_ENDINGS})(?![\w-])"
    rf"|(?<![\w.%+/]){_LOCAL}(?:{_AT_IN_BRACKETS}|\sarr?obase?s?\s)(?:{_PROVIDERS})(?![\w-])"
)
_CHEZ = re.compile(
    rf"(?<![\w.%+/])[\w%+-]{{1,64}}(?:[._][\w%+-]{{1,64}}){{1,6}}\schez\s(?:{_PROVIDERS})"
    rf"(?:{_WORD_DOT}(?:{_KNOWN_ENDINGS}))?(?![\w-])"
)
_HINT = re.compile(r"@|arr?obas|[(\[{<]\s?(?:at|a|chez)\s?[)\]}>]|\sat\s|\schez\s")
_SENTENCE_GLUED = re.compile(rf"\.(?:{_KNOWN_ENDINGS})(?=\.[A-Z][a-z]+$)")


def find_emails(reading: Reading) -> Iterator[Match]:
    """Yield the e-mail addresses of a text."""
    lower = reading.lower
    if not _HINT.search(lower):
        return
    for found in _DIRECT.finditer(lower):
        start, end = found.span()
        # "jean@exemple.fr.Merci": the sentence that follows was glued to the address.
        glued = _SENTENCE_GLUED.search(reading.plain, start, end)
        yield Match(start, glued.end() if glued else end, FindingType.EMAIL, 0.99)
    for pattern, score in ((_UNFINISHED, 0.8), (_DISGUISED, 0.95), (_CHEZ, 0.8)):
        for found in pattern.finditer(lower):
            yield Match(*found.span(), FindingType.EMAIL, score)
