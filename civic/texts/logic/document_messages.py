"""What a refused document tells its sender, and what a read one says it left out."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from civic.opendata.logic.sheet_limits import RefusalCode

from ..exceptions import DocumentRefused
from .document_output import DocumentCode, LeftOut

MESSAGES: dict[str, Any] = {
    RefusalCode.EMPTY: _("This file is empty. Check that the text is in it and send it again."),
    RefusalCode.OLD_FORMAT: _(
        "This file is in an old Word format (.doc). Open it, save it as .docx or .odt and send "
        "the new file."
    ),
    RefusalCode.ENCRYPTED: _(
        "This file is protected by a password. Remove the password, save it and send it again."
    ),
    RefusalCode.INFLATES_TOO_MUCH: _(
        "Once decompressed this file is larger than %(max)s MB. Remove its pictures, or copy the "
        "text alone into a new file, and send that one."
    ),
    RefusalCode.UNSAFE_XML: _(
        "This file contains instructions that a text never needs and that could harm the site. "
        "Copy the text into a new file and send that one."
    ),
    RefusalCode.TOO_LARGE: _(
        "This file is larger than %(max)s MB. Remove its pictures and send it again."
    ),
    RefusalCode.TOO_SLOW: _(
        "This file takes too long to read. Copy the text alone into a new file and send that one."
    ),
    RefusalCode.TOO_MUCH_MEMORY: _(
        "This file needs too much memory to be read. Copy the text alone into a new file and send "
        "that one."
    ),
    RefusalCode.BUSY: _(
        "Several files are being read at this moment. Nothing is wrong with yours: send it again "
        "in a minute."
    ),
    RefusalCode.BROKEN: _(
        "This file is damaged and cannot be read. Open it in your word processor, save it again "
        "as .docx or .odt and send the new file."
    ),
    DocumentCode.TOO_MANY_PARAGRAPHS: _(
        "This document has more than %(max)s paragraphs. Split it into several texts."
    ),
    DocumentCode.PARAGRAPH_TOO_LONG: _(
        "The paragraph that begins with « %(start)s » is longer than %(max)s characters. Cut it "
        "into several paragraphs and send the file again."
    ),
    DocumentCode.NO_PARAGRAPH: _(
        "This document holds no paragraph. If it is a scan, send the file it was printed from."
    ),
    DocumentCode.NOT_A_DOCUMENT: _(
        "This file is not a text. Save it as .docx, .odt, .md or .txt and send that file."
    ),
}


def refused(code: str, params: Mapping[str, object]) -> DocumentRefused:
    """Build the exception shown to the sender, in the language of the moment."""
    known = code if code in MESSAGES else RefusalCode.BROKEN.value
    words = {"max": "", "start": ""} | dict(params)
    return DocumentRefused(str(known), str(MESSAGES[known]) % words)


def left_out_sentences(left_out: Mapping[str, int]) -> list[str]:
    """Say what the text does not hold of the document it came from."""
    return [_sentence(kind, left_out[kind.value]) for kind in LeftOut if left_out.get(kind.value)]


def _sentence(kind: LeftOut, count: int) -> str:
    match kind:
        case LeftOut.TRACKED:
            words = ngettext(
                "%(n)s tracked change was accepted.", "%(n)s tracked changes were accepted.", count
            )
        case LeftOut.IMAGES:
            words = ngettext(
                "%(n)s picture was left out: a text holds words only.",
                "%(n)s pictures were left out: a text holds words only.",
                count,
            )
        case LeftOut.COMMENTS:
            words = ngettext("%(n)s comment was left out.", "%(n)s comments were left out.", count)
        case LeftOut.NOTES:
            words = ngettext(
                "%(n)s footnote was left out.", "%(n)s footnotes were left out.", count
            )
        case LeftOut.MACROS:
            return str(_("Its macros (small programs) were ignored."))
        case LeftOut.TABLES:
            words = ngettext(
                "%(n)s table was turned into one paragraph per row.",
                "%(n)s tables were turned into one paragraph per row.",
                count,
            )
        case LeftOut.HIDDEN:
            words = ngettext(
                "%(n)s hidden passage was left out.", "%(n)s hidden passages were left out.", count
            )
    return words % {"n": count}
