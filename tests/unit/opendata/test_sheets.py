"""Tables as town halls send them, read in each of their formats."""

import datetime
import io
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from civic.opendata.exceptions import SheetRefused
from civic.opendata.logic.sheets import PROJECT_ROOT, Cell, Sheet, read_sheet

from .files import inline, ods, ods_cell, ods_row, ods_table, xlsx

TEXT = "Objet;Détail;Coût\r\nÉclairage;L’ampoule côté « mairie » a grillé : çà et là, où ?;12 €\r\n"
PLAIN = "Objet;Détail\r\nÉclairage;Le réverbère près du théâtre est cassé à côté du marché\r\n"


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in sheet.rows]


def workbook_bytes(workbook: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_accents_survive_every_french_encoding(encoding: str, found: str) -> None:
    sheet = read_sheet(TEXT.encode(encoding), filename="suivi.csv")
    assert sheet.encoding == found
    assert texts(sheet)[1] == [
        "Éclairage",
        "L’ampoule côté « mairie » a grillé : çà et là, où ?",
        "12 €",
    ]


def test_latin_1_is_read_as_the_windows_encoding_that_covers_it() -> None:
    sheet = read_sheet(PLAIN.encode("latin-1"), filename="suivi.csv")
    assert (sheet.encoding, texts(sheet)[1][0]) == ("cp1252", "Éclairage")


def test_one_broken_byte_does_not_garble_a_whole_utf_8_file() -> None:
    data = PLAIN.replace("cassé", "cass#").encode().replace(b"#", b"\xe9")
    sheet = read_sheet(data, filename="suivi.csv")
    assert texts(sheet)[1][1] == "Le réverbère près du théâtre est cassé à côté du marché"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    rows = [["Objet", "Détail", "Date"], ["Banc", "Cassé, à remplacer; vite", "04/09/2021"]]
    quoted = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    sheet = read_sheet(quoted.encode(), filename="suivi.csv")
    assert (sheet.separator, texts(sheet)) == (separator, rows)


def test_the_separator_line_of_excel_is_not_a_row() -> None:
    sheet = read_sheet(b"sep=|\r\na|b\r\nc|d\r\n", filename="x.csv")
    assert [(row.number, row.cells[0].text) for row in sheet.rows] == [(1, "a"), (2, "c")]


def test_a_list_of_one_column_is_a_table() -> None:
    sheet = read_sheet(b"Quartier\nFaubourg\nTanneries\n", filename="liste.csv")
    assert (sheet.separator, sheet.width, len(sheet.rows)) == ("", 1, 3)


def test_rows_keep_the_number_the_spreadsheet_shows() -> None:
    data = b'a;b\n\n"un\ndeux";c\n;;\nd;e\n'
    assert [row.number for row in read_sheet(data, filename="x.csv").rows] == [1, 3, 5]


def test_line_ends_inside_a_cell_are_kept_as_they_are() -> None:
    sheet = read_sheet(b'a;b\r\n"un\r\ndeux";"x\ny"\r\n', filename="x.csv")
    assert texts(sheet)[1] == ["un\r\ndeux", "x\ny"]


def test_the_type_is_told_by_the_content_and_not_by_the_name(tmp_path: Path) -> None:
    wrong_name = tmp_path / "suivi.csv"
    wrong_name.write_bytes(xlsx(f'<row r="1">{inline("A1", "Objet")}</row>'))
    assert read_sheet(wrong_name, filename="suivi.csv").format == "xlsx"
    assert read_sheet(b"a;b\n", filename="suivi.xlsx").format == "csv"


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_real_dates_of_excel_are_dates_in_both_of_its_calendars(epoch_1904: bool) -> None:
    workbook = openpyxl.Workbook()
    if epoch_1904:
        workbook.epoch = CALENDAR_MAC_1904
    workbook.active.append(["Date", "Heure", "Nombre"])
    workbook.active.append(
        [datetime.date(2020, 5, 25), datetime.datetime(2020, 5, 25, 14, 30), 43976]
    )
    row = read_sheet(workbook_bytes(workbook), filename="x.xlsx").rows[1]
    assert row.cells == (
        Cell(datetime.date(2020, 5, 25), "25/05/2020"),
        Cell(datetime.datetime(2020, 5, 25, 14, 30), "25/05/2020 14:30"),
        Cell(43976, "43976"),
    )


def test_numbers_booleans_and_formulas_of_excel_keep_their_value() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>12</v></c><c r="B1"><v>12.50</v></c><c r="C1" t="b"><v>1</v></c>'
        '<c r="D1"><f>A1*2</f><v>24</v></c><c r="E1" t="str"><f>"a"</f><v>a</v></c></row>'
    )
    cells = read_sheet(xlsx(rows), filename="x.xlsx").rows[0].cells
    assert [cell.value for cell in cells] == [12, 12.5, True, 24, "a"]
    assert [cell.text for cell in cells] == ["12", "12.5", "TRUE", "24", "a"]


def test_the_carriage_returns_excel_spells_out_are_removed() -> None:
    sheet = read_sheet(xlsx(f'<row r="1">{inline("A1", "un_x000D_&#10;deux")}</row>'), filename="x")
    assert sheet.rows[0].cells[0].text == "un\ndeux"


def test_the_first_visible_sheet_that_holds_anything_is_read() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Vide"
    workbook.create_sheet("Cachée").append(["secret"])
    workbook["Cachée"].sheet_state = "hidden"
    workbook.create_sheet("Centre").append(["a", "b"])
    workbook.create_sheet("Est").append(["c", "d"])
    data = workbook_bytes(workbook)
    sheet = read_sheet(data, filename="x.xlsx")
    assert (sheet.name, sheet.sheet_names) == ("Centre", ("Vide", "Centre", "Est"))
    assert texts(read_sheet(data, filename="x.xlsx", sheet_name="Est")) == [["c", "d"]]
    with pytest.raises(SheetRefused) as refusal:
        read_sheet(data, filename="x.xlsx", sheet_name="Ouest")
    assert refusal.value.code == "no_such_sheet"


def test_open_document_dates_and_numbers_keep_their_value_and_their_text() -> None:
    row = ods_row(
        ods_cell("25 mai 2020", value_type="date", date_value="2020-05-25"),
        ods_cell("25/05/20 14:30", value_type="date", date_value="2020-05-25T14:30:00"),
        ods_cell("12", value_type="float", value="12"),
        ods_cell("12,50 €", value_type="currency", value="12.5"),
        ods_cell("VRAI", value_type="boolean", boolean_value="true"),
        ods_cell("a &amp; b", value_type="string"),
    )
    cells = read_sheet(ods(ods_table(row)), filename="x.ods").rows[0].cells
    assert [cell.value for cell in cells] == [
        datetime.date(2020, 5, 25),
        datetime.datetime(2020, 5, 25, 14, 30),
        12,
        12.5,
        True,
        "a & b",
    ]
    assert isinstance(cells[2].value, int)
    assert [cell.text for cell in cells[:4]] == ["25 mai 2020", "25/05/20 14:30", "12", "12,50 €"]


def test_open_document_repetitions_are_cells_and_rows() -> None:
    rows = (
        ods_row(ods_cell("a", times=2), ods_cell(times=3), ods_cell("b"), ods_cell(times=16_000))
        + ods_row(ods_cell(times=16_384), times=4)
        + ods_row(ods_cell("c"), times=2)
        + ods_row(ods_cell(times=16_384), times=1_048_000)
    )
    sheet = read_sheet(ods(ods_table(rows)), filename="x.ods")
    assert [(row.number, [c.text for c in row.cells]) for row in sheet.rows] == [
        (1, ["a", "a", "", "", "", "b"]),
        (6, ["c"]),
        (7, ["c"]),
    ]


def test_open_document_notes_and_past_versions_are_not_cell_text() -> None:
    cell = (
        "<table:table-cell><office:annotation><text:p>note privée</text:p></office:annotation>"
        "<text:p>un<text:s text:c='2'/>deux</text:p><text:p>trois<text:line-break/>"
        "<text:span>quatre</text:span></text:p></table:table-cell>"
    )
    past = (
        "<table:tracked-changes><table:table-cell><text:p>effacé</text:p></table:table-cell>"
        "</table:tracked-changes>"
    )
    sheet = read_sheet(ods(past + ods_table(ods_row(cell))), filename="x.ods")
    assert texts(sheet) == [["un  deux\ntrois\nquatre"]]


def test_a_hidden_open_document_sheet_is_passed_over() -> None:
    styles = (
        '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    )
    tables = ods_table(ods_row(ods_cell("secret")), name="Cachée", style="h") + ods_table(
        ods_row(ods_cell("ouvert")), name="Suivi"
    )
    sheet = read_sheet(ods(tables, styles=styles), filename="x.ods")
    assert (texts(sheet), sheet.name, sheet.sheet_names) == ([["ouvert"]], "Suivi", ("Suivi",))


def test_empty_formatted_cells_far_away_do_no_harm() -> None:
    rows = (
        f'<row r="1">{inline("A1", "a")}<c r="XFD1" s="0"/></row>'
        '<row r="1048576"><c r="A1048576" s="0"/></row>'
    )
    assert texts(read_sheet(xlsx(rows), filename="x.xlsx")) == [["a"]]


def test_the_header_is_looked_for_under_the_title() -> None:
    sheet = read_sheet(b"Suivi 2021;;\n\nObjet;Date;Etat\nBanc;04/09/2021;\n", filename="x.csv")
    assert sheet.header_row == 3


def test_the_reading_process_imports_neither_django_nor_numpy(tmp_path: Path) -> None:
    table = tmp_path / "x.xlsx"
    table.write_bytes(xlsx(f'<row r="1">{inline("A1", "a")}</row>'))
    program = (
        "import sys\n"
        "from civic.opendata.logic.sheet_child import main\n"
        "main(['.xlsx'])\n"
        "print('django' in sys.modules, sys.modules.get('numpy'), 'openpyxl' in sys.modules)"
    )
    with table.open("rb") as source:
        done = subprocess.run(
            [sys.executable, "-c", program],
            stdin=source,
            capture_output=True,
            check=True,
            cwd=PROJECT_ROOT,
        )
    assert done.stdout.splitlines()[-1] == b"False None True"


def test_the_reading_process_gets_none_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: dict[str, object] = {}
    started = subprocess.Popen

    def spy(*arguments: object, **options: object) -> object:
        given.update(options)
        return started(*arguments, **options)

    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setattr(subprocess, "Popen", spy)
    read_sheet(b"a;b\n", filename="x.csv")
    assert given["env"] == {"PYTHONUTF8": "1"}


def test_a_small_table_is_read_in_less_than_a_second() -> None:
    best = min(_seconds_to_read(PLAIN.encode()) for _ in range(3))
    assert best < 1


def _seconds_to_read(data: bytes) -> float:
    start = time.perf_counter()
    read_sheet(data, filename="x.csv")
    return time.perf_counter() - start
