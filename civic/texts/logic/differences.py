"""What changed between two texts, word by word; both sides can be built again from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# An elided word stands alone ("l’" then "air"), a number keeps its thin spaces, "c’est-à-dire"
# and "rendez-vous" are one word once the elision is taken off.
_TOKENS = re.compile(
    r"\d+(?:[\u00a0\u202f.,]\d+)*"
    r"|[^\W\d_]+['’]"
    r"|[^\W\d_]+(?:-[^\W\d_]+)*"
    r"|\s+"
    r"|[\W_]",
    re.UNICODE,
)
_WORD = re.compile(r"\w", re.UNICODE)
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$|»|\u00a0|\u202f)")
_SENTENCE_WORDS = 4


class Part(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and what became of them."""

    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    """How much changed; a change that is whole sentences is counted in sentences, not in words."""

    sentences_added: int = 0
    sentences_removed: int = 0
    words_added: int = 0
    words_removed: int = 0

    @property
    def is_nothing(self) -> bool:
        return not any(
            (self.sentences_added, self.sentences_removed, self.words_added, self.words_removed)
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """The two sides of a change: `before` has kept and gone pieces, `after` kept and new ones."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    summary: Summary

    @property
    def changes_something(self) -> bool:
        return any(piece.part is not Part.SAME for piece in (*self.before, *self.after))


def tokens_of(text: str) -> list[str]:
    """Cut a text into words, spaces and signs; joined again they give the text."""
    return _TOKENS.findall(text)


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text, in order."""
    return [token for token in tokens_of(text) if _WORD.search(token)]


def difference(before: str, after: str) -> Difference:
    """Compare two texts word by word."""
    left: list[Piece] = []
    right: list[Piece] = []
    for old, new in _changes(tokens_of(before), tokens_of(after)):
        if old == new:
            _add(left, Part.SAME, old)
            _add(right, Part.SAME, new)
        else:
            _add(left, Part.GONE, old)
            _add(right, Part.NEW, new)
    return Difference(tuple(left), tuple(right), _summary(left, right))


def _add(pieces: list[Piece], part: Part, text: str) -> None:
    if not text:
        return
    if pieces and pieces[-1].part is part:
        pieces[-1] = Piece(part, pieces[-1].text + text)
    else:
        pieces.append(Piece(part, text))


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Yield pieces of both sides in order, equal where nothing changed."""
    matcher = SequenceMatcher(str.isspace, before, after, autojunk=False)
    steps = matcher.get_opcodes()
    pending = ["", ""]
    for index, (kind, a, b, c, d) in enumerate(steps):
        old, new = "".join(before[a:b]), "".join(after[c:d])
        between = 0 < index < len(steps) - 1
        if kind == "equal" and not (between and old.isspace()):
            if pending != ["", ""]:
                yield pending[0], pending[1]
                pending = ["", ""]
            yield old, new
        else:
            # A lone space between two changed words belongs to one change, read in one go.
            pending[0] += old
            pending[1] += new
    if pending != ["", ""]:
        yield pending[0], pending[1]


def _summary(left: list[Piece], right: list[Piece]) -> Summary:
    sentences_removed, words_removed = _counted(left, Part.GONE)
    sentences_added, words_added = _counted(right, Part.NEW)
    return Summary(sentences_added, sentences_removed, words_added, words_removed)


def _counted(pieces: list[Piece], part: Part) -> tuple[int, int]:
    """Return whole sentences, and the words outside them, of the pieces of one kind."""
    sentences = words = 0
    for index, piece in enumerate(pieces):
        if piece.part is not part:
            continue
        above = pieces[index - 1].text.rstrip() if index else ""
        starts = not above or above[-1] in ".!?…»:;"
        ends = len(_SENTENCE_END.findall(piece.text))
        count = len(words_of(piece.text))
        if starts and ends and count >= _SENTENCE_WORDS * ends and _closes(piece.text):
            sentences += ends
        else:
            words += count
    return sentences, words


def _closes(text: str) -> bool:
    return text.rstrip().endswith((".", "!", "?", "…", "»"))
