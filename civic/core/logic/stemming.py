"""French stemming that is the same on every database engine."""

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"\b(?:qu|jusqu|lorsqu|puisqu|quelqu|[cdjlmnst])['’](?=\w)", re.IGNORECASE)
_STOP_WORDS = frozenset(
    "a ai au aux avec ce ces cette dans de des du elle en es est et eu il ils je la le les leur "
    "leurs lui ma mais me mes mon ne nos notre nous on ont ou par pas plus pour qu que qui sa se "
    "ses si son sont sur ta te tes toi ton tu un une vos votre vous y".split()
)
SHORTEST_PLURAL = 3
_stemmer = snowballstemmer.stemmer("french")
# It keeps the word it works on: two requests at once would mix theirs.
_one_word_at_a_time = Lock()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the unaccented French stem of one word."""
    with _one_word_at_a_time:
        stemmed: str = _stemmer.stemWord(word.lower())
    decomposed = unicodedata.normalize("NFKD", stemmed)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    # The algorithm keeps the plural of words in -os, -us, -is: « vélos » would miss « vélo ».
    return plain.rstrip("sx") if len(plain) > SHORTEST_PLURAL else plain


def stems_of(text: str) -> list[str]:
    """Return the stems of a text in order, without stop words."""
    plain = _ELISION.sub("", unicodedata.normalize("NFC", text))
    words = (word.lower() for word in _WORD.findall(plain))
    return [stem(word) for word in words if word not in _STOP_WORDS]


def search_document(*texts: str) -> str:
    """Return the distinct stems of some texts as one searchable line, padded with spaces."""
    distinct = dict.fromkeys(stem for text in texts for stem in stems_of(text))
    return f" {' '.join(distinct)} " if distinct else " "
