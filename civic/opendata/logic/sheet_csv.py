"""Read delimited text whose encoding and separator nobody wrote down.

Part of the child process (`sheet_child`): no Django here.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from civic.opendata.logic.sheet_kinds import ForeignKind, SheetFormat
from civic.opendata.logic.sheet_limits import Refusal, RefusalCode
from civic.opendata.logic.sheet_output import RowWriter

# In order of preference when two explain the file equally well.
SEPARATORS = (";", "\t", "|", ",")
SAMPLE_RECORDS = 200
ASCII = bytes(range(128))
# The last one is what Excel writes as « CSV (MS-DOS) » in France.
LEGACY_ENCODINGS = ("cp1252", "mac_roman", "cp850")

# How French writing looks once decoded rightly; anything else outside ASCII speaks against the
# encoding.
FREQUENT = frozenset("éèêëàâçîïôùûüœ")
POSSIBLE = frozenset("ÉÈÊËÀÂÇÎÏÔÙÛÜŒæÆÿñáíóúäö’‘“”«»–—…°€²³·•\u00a0§µ±½¼×®©™")


# What Latin-9 put in the place of other signs: « œ » inside a word, « Œ » before one, « € ».
LATIN_9_SIGNS = re.compile(rb"[A-Za-z]\xbd[A-Za-z]|\xbc[a-z]|\xbd[a-z]{2}|\xa4")
# Latin-9 has only controls where Windows has its quotation marks, dashes and euro.
WINDOWS_ONLY = re.compile(rb"[\x80-\x9f]")


def read_csv(data: bytes, writer: RowWriter, *, suffix: str) -> None:
    """Write the rows of delimited text; `suffix` only settles a tie between two separators."""
    text, encoding = decode(data)
    separator, body = choose_separator(text, tab_first=suffix in {".tsv", ".tab"})
    _refuse_unclosed_quote(body, separator)
    writer.start(format=SheetFormat.CSV.value, encoding=encoding, separator=separator)
    for number, record in enumerate(_records(body, separator), start=1):
        writer.add(number, [cell or None for cell in record])
    writer.end()


def _records(text: str, separator: str, *, strict: bool = False) -> Iterator[list[str]]:
    # The writer refuses a cell that is too long, by its name; this reader only knows that there
    # is one.
    csv.field_size_limit(len(text) + 1)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator or ";", strict=strict)


def _refuse_unclosed_quote(text: str, separator: str) -> None:
    """A quote that is never closed silently swallows every row below it."""
    if text.count('"') % 2 == 0:
        return
    row = 0
    try:
        for _record in _records(text, separator, strict=True):
            row += 1
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise Refusal(RefusalCode.UNCLOSED_QUOTE, row=row + 1) from error


def decode(data: bytes) -> tuple[str, str]:
    """Turn bytes into text; returns the text and the name of the encoding that explains it best."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _without_nul(_decode_or_refuse(data, encoding)), encoding
    if b"\x00" in data:
        return _without_nul(_decode_or_refuse(data, _utf16_order(data))), _utf16_order(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = _best_legacy_encoding(data)
    return data.decode(encoding, "windows-1252"), "utf-8" if encoding == "utf-8" else encoding


def _decode_or_refuse(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal(RefusalCode.BROKEN) from error


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise Refusal(RefusalCode.NOT_A_SPREADSHEET, kind=ForeignKind.UNKNOWN.value)
    return text


def _utf16_order(data: bytes) -> str:
    """UTF-16 without its mark: in French nearly every other byte is a NUL."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    half = len(data) / 2
    if odd > half * 0.7 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.05:
        return "utf-16-be"
    raise Refusal(RefusalCode.NOT_A_SPREADSHEET, kind=ForeignKind.UNKNOWN.value)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Keep a byte that the chosen encoding does not know, read the way Windows would."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in wrong
    ), error.end


codecs.register_error("windows-1252", _as_windows_1252)


def _best_legacy_encoding(data: bytes) -> str:
    """Windows-1252 (which covers Latin-1), Latin-9, Mac Roman, MS-DOS, UTF-8 with broken bytes."""
    high = data.translate(None, ASCII)
    scores = {name: _score(high.decode(name, "replace")) for name in LEGACY_ENCODINGS}
    # In UTF-8 two bytes make one letter: its letters weigh twice.
    scores["utf-8"] = 2 * _score(
        "".join(sign for sign in data.decode("utf-8", "replace") if sign > "\x7f")
    )
    best = max(scores, key=lambda name: scores[name])
    if best == "cp1252" and LATIN_9_SIGNS.search(data) and not WINDOWS_ONLY.search(data):
        return "iso8859_15"
    return best


def _score(text: str) -> int:
    total = 0
    for sign, times in Counter(text).items():
        if sign in FREQUENT:
            total += 2 * times
        elif sign in POSSIBLE:
            total += times
        elif sign == "\ufffd":
            total -= 5 * times
        else:
            total -= 2 * times
    return total


def choose_separator(text: str, *, tab_first: bool = False) -> tuple[str, str]:
    """Return the separator ("" for a single column) and the text without Excel's `sep=` line."""
    first, _newline, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1], rest
    if first.strip("\r") == "sep=\t":
        return "\t", rest
    order = ("\t", ";", "|", ",") if tab_first else SEPARATORS
    shares = {separator: _share_of_usual_width(text, separator) for separator in order}
    best = max(order, key=lambda separator: shares[separator])
    return (best, text) if shares[best] else ("", text)


def _share_of_usual_width(text: str, separator: str) -> float:
    """How many of the first rows have the same number of cells, more than one; between 0 and 1."""
    widths: Counter[int] = Counter()
    try:
        for _index, record in zip(range(SAMPLE_RECORDS), _records(text, separator), strict=False):
            if record:
                widths[len(record)] += 1
    except csv.Error:
        return 0.0
    several = {width: times for width, times in widths.items() if width > 1}
    if not several:
        return 0.0
    return max(several.values()) / widths.total()
