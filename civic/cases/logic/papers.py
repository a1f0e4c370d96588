"""A file joined to an answer, known by its content: a PDF that does nothing, or a picture."""

from dataclasses import dataclass
from typing import IO, Final

from .pictures import NotAPhoto, draw_again

_BEGINNING: Final = 1_024
_ENDING: Final = 2_048
# What a document to read has no use for.
_ACTS: Final = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")


class NotAPaper(ValueError):
    """Why a file is refused: `code` is not_a_paper, locked, active, too_many_pixels, animated or
    broken.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Paper:
    """A file as it is kept; `kind` is pdf or webp, a picture has a size."""

    kind: str
    content: bytes
    width: int | None = None
    height: int | None = None


def read_paper(file: IO[bytes]) -> Paper:
    """Return a file as it is kept, whatever it is called; raise NotAPaper."""
    file.seek(0)
    beginning = file.read(_BEGINNING)
    file.seek(0)
    if b"%PDF-" in beginning:
        return _pdf(file.read())
    try:
        drawn = draw_again(file)
    except NotAPhoto as refused:
        code = "not_a_paper" if refused.code == "not_a_picture" else refused.code
        raise NotAPaper(code) from refused
    return Paper("webp", drawn.content, drawn.width, drawn.height)


def _pdf(content: bytes) -> Paper:
    if b"%%EOF" not in content[-_ENDING:]:
        raise NotAPaper("broken")
    if b"/Encrypt" in content:
        raise NotAPaper("locked")
    if any(word in content for word in _ACTS):
        raise NotAPaper("active")
    return Paper("pdf", content)
