"""How a text message is cut: GSM-7 or UCS-2, and in how many parts (3GPP TS 23.038, 23.040)."""

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each of these takes the place of two.
_EXTENDED = frozenset("\f^{}\\[~]|€")
# Written alike for whoever reads, and cheaper: one of them halves what a message holds.
_PLAINER = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "°": "o",
        "œ": "oe",
        "Œ": "OE",
    }
)
ALONE = {"gsm-7": 160, "ucs-2": 70}
# The header that joins the parts takes seven characters of GSM-7, three of UCS-2.
JOINED = {"gsm-7": 153, "ucs-2": 67}


@dataclass(frozen=True)
class Segments:
    """What a message costs: its encoding, its length in units, its parts."""

    encoding: str
    units: int
    parts: int


def plainer(text: str) -> str:
    """Return a text with the typography telephones do not have written otherwise."""
    for quoted, plain in (("«\u00a0", '"'), ("\u00a0»", '"'), ("« ", '"'), (" »", '"')):
        text = text.replace(quoted, plain)
    return text.replace("«", '"').replace("»", '"').translate(_PLAINER)


def segments(text: str) -> Segments:
    """Count the parts of a text; no character is cut in two."""
    is_gsm = all(letter in _BASIC or letter in _EXTENDED for letter in text)
    encoding = "gsm-7" if is_gsm else "ucs-2"
    sizes = [_size(letter, is_gsm) for letter in text]
    units = sum(sizes)
    if units <= ALONE[encoding]:
        return Segments(encoding, units, 1)
    parts, room = 1, JOINED[encoding]
    for size in sizes:
        if size > room:
            parts, room = parts + 1, JOINED[encoding]
        room -= size
    return Segments(encoding, units, parts)


def _size(letter: str, is_gsm: bool) -> int:
    if is_gsm:
        return 2 if letter in _EXTENDED else 1
    return 2 if ord(letter) > 0xFFFF else 1


def shortened(words: str, ending: str, most_parts: int) -> str:
    """Return words and their ending in at most so many parts; words are cut between two of them."""
    words, ending = " ".join(plainer(words).split()), plainer(ending)
    whole = f"{words} {ending}"
    kept = words.split(" ")
    while segments(whole).parts > most_parts and len(kept) > 1:
        kept.pop()
        whole = f"{' '.join(kept)}... {ending}"
    return whole
