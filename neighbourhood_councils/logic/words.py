"""Compare French words typed by many hands, whatever their accents, case, spaces and quotes."""

import re
import unicodedata

QUOTES = str.maketrans(dict.fromkeys("’‘‚‛ʼ´`′", "'") | dict.fromkeys("“”„‟«»″", '"'))
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
TYPED = re.compile(f"[{''.join(map(chr, QUOTES | DASHES))}]")
QUOTED = re.compile(r' ?" ?')
STOPPED = re.compile(r" ([:;!?])")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """The text as it is kept: one kind of line end, no control character, no outer space."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def same_writing(text: str) -> str:
    """One spelling for texts that differ by case, quotes, dashes, spaces or Unicode form only."""
    even = text
    if not even.isascii() or CONTROL.search(even):
        even = unicodedata.normalize("NFKC", INVISIBLE.sub("", CONTROL.sub(" ", even)))
        # Replaced only where there are any: most of the texts of a table have none.
        if TYPED.search(even):
            even = even.translate(QUOTES | DASHES)
    # Spaces first: a pattern that may start anywhere in a long run of them takes quadratic time.
    even = " ".join(even.casefold().split())
    # French puts a space inside quotation marks and before : ; ! ? where many keyboards put none.
    if '"' in even:
        even = QUOTED.sub('"', even)
    return STOPPED.sub(r"\1", even)


def plain(text: str) -> str:
    """Lower case letters and figures only, single spaces between: "État d’…" gives "etat d"."""
    bare = unicodedata.normalize("NFKD", INVISIBLE.sub("", text).casefold().replace("œ", "oe"))
    return " ".join(
        re.sub(r"[^a-z0-9]+", " ", "".join(s for s in bare if not unicodedata.combining(s))).split()
    )


def is_cut(text: str) -> bool:
    """Whether a text was cut short by the program that exported it."""
    return text.rstrip().endswith(("...", "…"))
