"""Find the words of a glossary in a text of HTML, once each, where a reader can use them."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

# A word already linked, in a title or in code is left as it is.
LEFT_ALONE = frozenset(
    {"a", "abbr", "button", "code", "dfn", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_APOSTROPHES = re.compile("['’]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Word:
    """A term of the glossary and the short form it is also known by."""

    key: int
    term: str
    acronym: str = ""


Marker = Callable[[int, str], str]


def mark_words(html: str, words: tuple[Word, ...], seen: Collection[int], mark: Marker) -> str:
    """Replace the first use of each word by `mark(key, as_written)`; the rest is unchanged.

    `seen` holds the keys already marked elsewhere on the page. The text given to `mark` is HTML.
    """
    left = tuple(word for word in words if word.key not in seen)
    if not left:
        return html
    reader = _Reader(left, mark)
    reader.feed(html)
    reader.close()
    return "".join(reader.written)


class _Reader(HTMLParser):
    def __init__(self, words: tuple[Word, ...], mark: Marker) -> None:
        # Entities stay as they were written.
        super().__init__(convert_charrefs=False)
        self.pattern, self.keys = _pattern(words)
        self.mark = mark
        self.done: set[int] = set()
        self.closed_to: list[str] = []
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in LEFT_ALONE:
            self.closed_to.append(tag)
        self.written.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.written.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.closed_to:
            self.closed_to.remove(tag)
        self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.written.append(data if self.closed_to else self.pattern.sub(self._replace, data))

    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")

    def _replace(self, match: re.Match[str]) -> str:
        key = self.keys[int(str(match.lastgroup).removeprefix("w"))]
        if key in self.done:
            return match[0]
        self.done.add(key)
        return self.mark(key, match[0])


@lru_cache(maxsize=32)
def _pattern(words: tuple[Word, ...]) -> tuple[re.Pattern[str], tuple[int, ...]]:
    forms = [(word.term, word.key, True) for word in words]
    forms += [(word.acronym, word.key, False) for word in words if word.acronym]
    # The longest first: « plan climat » is not « plan » followed by something.
    forms.sort(key=lambda form: -len(form[0]))
    alternatives = "|".join(
        f"(?P<w{index}>{_expression(text, plural)})"
        for index, (text, _key, plural) in enumerate(forms)
    )
    return (
        re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])"),
        tuple(key for _text, key, _plural in forms),
    )


def _expression(text: str, plural: bool) -> str:
    # An acronym is written as it is; a term may be in the plural, or begin a sentence.
    parts = (_literal(part) for part in _SPACES.split(text.strip()))
    if not plural:
        return r"\s+".join(parts)
    return "(?i:" + r"\s+".join(f"{part}[sx]?" for part in parts) + ")"


def _literal(text: str) -> str:
    return _APOSTROPHES.sub("['’]", re.escape(escape(text, quote=False)))


def words_of(rows: Iterable[tuple[int, str, str]]) -> tuple[Word, ...]:
    """Make words of rows (key, term, acronym), leaving out empty terms."""
    return tuple(Word(key, term, acronym) for key, term, acronym in rows if term.strip())
