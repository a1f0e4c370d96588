"""What a refusal tells the sender: what is wrong, then what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from civic.opendata.exceptions import SheetRefused
from civic.opendata.logic.sheet_kinds import ForeignKind
from civic.opendata.logic.sheet_limits import RefusalCode

FOREIGN_KINDS = {
    ForeignKind.PDF: _("a PDF document"),
    ForeignKind.IMAGE: _("an image"),
    ForeignKind.PROGRAM: _("a program"),
    ForeignKind.WEB_PAGE: _("a web page"),
    ForeignKind.XML: _("an XML document"),
    ForeignKind.JSON: _("a JSON document"),
    ForeignKind.ARCHIVE: _("a compressed archive"),
    ForeignKind.TEXT_DOCUMENT: _("a text document"),
    ForeignKind.PRESENTATION: _("a presentation"),
    ForeignKind.NUMBERS: _("an Apple Numbers document"),
    ForeignKind.UNKNOWN: _("something no spreadsheet program writes"),
}

MESSAGES = {
    RefusalCode.EMPTY: _(
        "This file is empty. Check that the table is in it, save it again and send it."
    ),
    RefusalCode.NOT_A_SPREADSHEET: _(
        "This file is not a spreadsheet: it looks like %(kind)s. Open the table in the program "
        "it was made with, save it as .xlsx, .ods or .csv and send that file."
    ),
    RefusalCode.OLD_FORMAT: _(
        "This file is in an old Excel format (.xls or .xlsb). Open it, choose “Save as”, then "
        ".xlsx or .ods, and send the new file."
    ),
    RefusalCode.MACROS: _(
        "This file contains macros (small programs). Save it without macros, as .xlsx or .ods, "
        "and send the new file."
    ),
    RefusalCode.ENCRYPTED: _(
        "This file is protected by a password. Remove the password, save it and send it again."
    ),
    RefusalCode.INFLATES_TOO_MUCH: _(
        "Once decompressed this file is larger than %(max)s MB. Remove its pictures, or copy "
        "the table alone into a new file, and send that one."
    ),
    RefusalCode.UNSAFE_XML: _(
        "This file contains instructions that a spreadsheet never needs and that could harm the"
        " site. Copy the table into a new file and send that one."
    ),
    RefusalCode.FAR_CELL: _(
        "Cell %(cell)s is filled although it is very far from the table. Empty it, or copy the "
        "table alone into a new file, and send it again."
    ),
    RefusalCode.TOO_MANY_ROWS: _(
        "This file has more than %(max)s rows. Split it and send the parts one by one."
    ),
    RefusalCode.TOO_MANY_COLUMNS: _(
        "This file has more than %(max)s columns. Keep only the columns that are needed and "
        "send it again."
    ),
    RefusalCode.TOO_MANY_CELLS: _(
        "This table holds too much text or more than %(max)s filled cells. Split it and send "
        "the parts one by one."
    ),
    RefusalCode.CELL_TOO_LONG: _(
        "The text of cell %(cell)s is longer than %(max)s kB. Shorten it, or attach it as a "
        "document, and send the file again."
    ),
    RefusalCode.UNCLOSED_QUOTE: _(
        'In row %(row)s a quotation mark (") is opened and never closed, so the rows below it '
        "would be lost. Correct it, or save the table as .xlsx or .ods, and send it again."
    ),
    RefusalCode.NO_SUCH_SHEET: _(
        "This file has no sheet named “%(sheet)s”. Its sheets are: %(sheets)s."
    ),
    RefusalCode.TOO_LARGE: _(
        "This file is larger than %(max)s MB. Split it and send the parts one by one."
    ),
    RefusalCode.TOO_SLOW: _(
        "This file takes too long to read. Copy the table alone into a new file, or split it, "
        "and send it again."
    ),
    RefusalCode.TOO_MUCH_MEMORY: _(
        "This file needs too much memory to be read. Copy the table alone into a new file, or "
        "split it, and send it again."
    ),
    RefusalCode.BROKEN: _(
        "This file is damaged and cannot be read. Open it in your spreadsheet program, save it "
        "again as .xlsx or .ods and send the new file."
    ),
    RefusalCode.BUSY: _(
        "Several files are being read at this moment. Nothing is wrong with yours: send it again "
        "in a minute."
    ),
}


def refused(code: RefusalCode, params: Mapping[str, object]) -> SheetRefused:
    """Build the exception shown to the sender, in the language of the moment."""
    words = dict(params)
    if code is RefusalCode.NOT_A_SPREADSHEET:
        words["kind"] = str(
            FOREIGN_KINDS[ForeignKind(str(params.get("kind", ForeignKind.UNKNOWN)))]
        )
    return SheetRefused(code.value, str(MESSAGES[code]) % words)
