"""Tables that leave as files, and the one way tables come in."""

import asyncio
import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404
from django.test import RequestFactory
from import_export.fields import Field

from civic.opendata.exceptions import SheetRefused
from civic.opendata.logic.sheets import read_sheet
from civic.opendata.resources import DownloadResource, SheetFormat, download
from civic.opendata.resources.ods import write_ods

HEADER = ["Nom", "Valeur"]


class PairDownload(DownloadResource):
    """Two columns."""

    name = Field(column_name="Nom")
    value = Field(column_name="Valeur")

    def dehydrate_name(self, pair: tuple[str, object]) -> str:
        return pair[0]

    def dehydrate_value(self, pair: tuple[str, object]) -> object:
        return pair[1]


def ods_of(*rows: list[object]) -> bytes:
    stream = io.BytesIO()
    write_ods(stream, HEADER, rows, sheet_title="Suivi : [2026]")
    return stream.getvalue()


def test_an_ods_file_says_its_type_first_and_uncompressed() -> None:
    with zipfile.ZipFile(io.BytesIO(ods_of())) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        assert "META-INF/manifest.xml" in archive.namelist()


def test_an_ods_file_comes_back_as_it_was() -> None:
    sheet = read_sheet(
        ods_of(
            ["texte", "L'école & <le> « banc »\nseconde ligne"],
            ["date", date(2026, 3, 9)],
            ["moment", datetime(2026, 3, 9, 18, 30)],
            ["heure", time(18, 30)],
            ["entier", 12],
            ["décimal", Decimal("1.5")],
            ["vrai", True],
            ["rien", None],
            ["infini", float("inf")],
            ["formule", "=SUM(A1)"],
            ["espaces", "a   b\tc"],
            ["contrôle", "a\x00b\x1f"],
        ),
        filename="suivi.ods",
    )
    values = {row.cells[0].text: row.cell(1) for row in sheet.rows[1:]}
    assert values["texte"].text == "L'école & <le> « banc »\nseconde ligne"
    assert values["date"].value == date(2026, 3, 9)
    assert values["moment"].value == datetime(2026, 3, 9, 18, 30)
    assert values["entier"].value == 12
    assert values["décimal"].value == 1.5
    assert values["formule"].text == "'=SUM(A1)"
    assert values["contrôle"].text == "ab"
    assert values["espaces"].text == "a   b\tc"
    assert values["rien"].text == values["infini"].text == ""


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods", "json"])
def test_no_rows_is_a_file_all_the_same(extension: str) -> None:
    request = RequestFactory().get("/")
    sent = download(request, PairDownload(), [], extension=extension, name="vide", title="Vide")
    assert sent.getvalue()
    assert f"vide.{extension}" in sent["Content-Disposition"]


def test_an_unknown_format_is_not_found() -> None:
    with pytest.raises(Http404):
        download(
            RequestFactory().get("/"), PairDownload(), [], extension="exe", name="x", title="x"
        )


def test_an_asynchronous_server_gets_the_pieces_one_by_one() -> None:
    request = ASGIRequest(
        {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []},
        io.BytesIO(),
    )
    pairs = [(f"nom {number}", "x" * 100) for number in range(2_000)]
    sent = download(request, PairDownload(), pairs, extension="csv", name="suivi", title="Suivi")
    assert sent.is_async

    async def pieces() -> list[bytes]:
        return [piece async for piece in sent.streaming_content]

    received = asyncio.run(pieces())
    assert len(received) > 2
    assert b"".join(received).count(b"\r\n") == 2_001


def test_an_uploaded_table_becomes_a_data_set_under_unique_names() -> None:
    content = "Nom;Nom;\nBanc;Cassé;x\n".encode()
    dataset = SheetFormat("tableau.csv").create_dataset(content)
    assert dataset.headers == ["Nom", "Nom (2)", "#3"]
    assert dataset[0] == ("Banc", "Cassé", "x")


def test_a_file_that_is_no_table_is_refused_with_a_sentence() -> None:
    with pytest.raises(SheetRefused) as refused:
        SheetFormat("tableau.pdf").create_dataset(io.BytesIO(b"%PDF-1.7\n%"))
    assert refused.value.message
