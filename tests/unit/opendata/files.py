"""Spreadsheets written by hand, part by part, so that a test may make any part wrong."""

import io
import zipfile

Parts = dict[str, str | bytes]

CONTENT_TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
</Types>"""
WORKBOOK = """<?xml version="1.0"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Suivi" sheetId="1" r:id="rId1"/></sheets></workbook>"""
RELATIONSHIPS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>
</Relationships>"""
STYLES = """<?xml version="1.0"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>"""
ODS_MIME_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def archive(parts: Parts) -> bytes:
    """A zip archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


def worksheet(rows: str, prologue: str = "") -> str:
    """The XML of a sheet around its rows."""
    return (
        f'<?xml version="1.0"?>{prologue}'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def xlsx(rows: str, prologue: str = "", more: Parts | None = None) -> bytes:
    """A workbook with one sheet; `more` adds or replaces members."""
    parts: Parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONSHIPS,
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": worksheet(rows, prologue),
    }
    return archive(parts | (more or {}))


def inline(reference: str, text: str) -> str:
    """A cell of text."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def ods(tables: str, prologue: str = "", styles: str = "", more: Parts | None = None) -> bytes:
    """A document around its tables; `more` adds or replaces members."""
    content = (
        f'<?xml version="1.0"?>{prologue}<office:document-content {NAMESPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    parts: Parts = {"mimetype": ODS_MIME_TYPE, "content.xml": content}
    return archive(parts | (more or {}))


def ods_table(rows: str, name: str = "Suivi", style: str = "") -> str:
    """A sheet around its rows."""
    return f'<table:table table:name="{name}" table:style-name="{style}">{rows}</table:table>'


def ods_row(*cells: str, times: int = 1) -> str:
    """A row around its cells."""
    return (
        f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'
    )


def ods_cell(text: str = "", times: int = 1, **attributes: str) -> str:
    """A cell; attributes are those of the office namespace, `value_type` for `value-type`."""
    written = "".join(
        f' office:{name.replace("_", "-")}="{value}"' for name, value in attributes.items()
    )
    inside = f"<text:p>{text}</text:p>" if text else ""
    return (
        f'<table:table-cell table:number-columns-repeated="{times}"{written}>'
        f"{inside}</table:table-cell>"
    )
