"""What is read of a document, what is left out of it, what is refused."""

import io
import zipfile

import pytest
from django.utils import translation

from civic.texts.exceptions import DocumentRefused
from civic.texts.logic.document_messages import left_out_sentences
from civic.texts.logic.documents import Document, read_document
from tests.unit.texts.files import BILLION_LAUGHS, W, archive, docx, odt, p, run


def words(document: Document) -> list[tuple[str, list[str]]]:
    return [(section.heading, section.paragraphs) for section in document.sections]


def refusal_of(data: bytes, name: str = "texte.docx") -> str:
    with pytest.raises(DocumentRefused) as refusal:
        read_document(data, filename=name)
    return refusal.value.code


def test_a_word_document_gives_its_articles_and_paragraphs() -> None:
    body = (
        p("Plan climat", style="TT")
        + p("Article 1 – Le vélo", style="T1")
        + p("Un abri ", "fermé.")
        + p("Sommaire 3", style="TM")
        + p("Article 2. Le car", style="T1")
        + p("Il part à 20 h.")
    )
    document = read_document(docx(body), filename="plan.docx")
    assert document.title == "Plan climat"
    assert words(document) == [("Le vélo", ["Un abri fermé."]), ("Le car", ["Il part à 20 h."])]
    assert all(section.numbered for section in document.sections)


def test_a_preamble_beside_articles_does_not_count_as_one() -> None:
    text = "# Préambule\n\nPourquoi.\n\n# Article 1 : Le vélo\n\nUn abri.\n"
    document = read_document(text.encode(), filename="plan.md")
    assert [(one.heading, one.numbered) for one in document.sections] == [
        ("Préambule", False),
        ("Le vélo", True),
    ]


def test_tracked_changes_are_accepted_and_counted() -> None:
    body = p(
        "L’abri ",
        f'<w:ins w:author="x">{run("fermé ")}</w:ins>',
        "<w:del><w:r><w:delText>ouvert </w:delText></w:r></w:del>",
        "compte vingt places.",
    )
    document = read_document(docx(body), filename="plan.docx")
    assert document.sections[0].paragraphs == ["L’abri fermé compte vingt places."]
    assert document.left_out == {"tracked": 2}
    with translation.override("en"):
        assert left_out_sentences(document.left_out) == ["2 tracked changes were accepted."]


def test_a_paragraph_mark_that_was_deleted_joins_two_paragraphs() -> None:
    body = p("Un abri ", mark="<w:del/>") + p("fermé.")
    assert read_document(docx(body), filename="x.docx").sections[0].paragraphs == ["Un abri fermé."]


def test_pictures_comments_notes_and_macros_are_left_out_and_said_so() -> None:
    body = p(
        "Un abri.",
        "<w:r><w:drawing><x><w:t>texte de l’image</w:t></x></w:drawing></w:r>",
        "<w:r><w:commentReference/></w:r>",
        "<w:r><w:footnoteReference/></w:r>",
    )
    data = docx(body, more={"word/vbaProject.bin": b"macro"})
    document = read_document(data, filename="x.docm")
    assert document.sections[0].paragraphs == ["Un abri."]
    assert document.left_out == {"images": 1, "comments": 1, "notes": 1, "macros": 1}
    assert len(left_out_sentences(document.left_out)) == 4


def test_a_table_becomes_one_paragraph_per_row() -> None:
    row = f"<w:tr><w:tc>{p('Abri')}</w:tc><w:tc>{p('20 places')}</w:tc></w:tr>"
    document = read_document(docx(f"<w:tbl>{row}{row}</w:tbl>"), filename="x.docx")
    assert document.sections[0].paragraphs == ["Abri | 20 places"] * 2
    assert document.left_out == {"tables": 1}


def test_an_open_document_gives_the_same() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>retiré</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="1">Le vélo</text:h>'
        "<text:p>Un abri<text:s/>fermé.<office:annotation><text:p>note</text:p>"
        "</office:annotation><draw:frame><text:p>image</text:p></draw:frame></text:p>"
        "<text:list><text:list-item><text:p>Éclairé.</text:p></text:list-item></text:list>"
    )
    document = read_document(odt(body), filename="x.odt")
    assert words(document) == [("Le vélo", ["Un abri fermé.", "– Éclairé."])]
    assert document.left_out == {"tracked": 1, "images": 1, "comments": 1}


def test_plain_text_of_any_encoding_is_cut_at_its_articles_and_blank_lines() -> None:
    text = "TITRE I\n\nArticle 1\nUn abri\nfermé.\n\nÉclairé la nuit.\n"
    document = read_document(text.encode("cp1252"), filename="plan.txt")
    assert words(document) == [("TITRE I", []), ("", ["Un abri fermé.", "Éclairé la nuit."])]


def test_a_document_survives_its_draft() -> None:
    document = read_document(b"# Article 1\n\nUn abri.\n", filename="x.md")
    assert Document.from_data(document.as_data()) == document


def bomb(name: str, megabytes: int) -> bytes:
    return growing(name, b" " * 1_048_576, megabytes)


def growing(name: str, block: bytes, times: int, start: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made,
        made.open(name, "w") as member,
    ):
        member.write(start)
        for _block in range(times):
            member.write(block)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n1 0 obj", "not_a_document"),
        (b"\x89PNG\r\n\x1a\n", "not_a_document"),
        (archive({"notes.txt": "bonjour"}), "not_a_document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old_format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (docx(p("Un abri.")).replace(b"PK\x01\x02", b"PK\x01\x09"), "broken"),
        (docx("<w:p>"), "broken"),
        (docx(""), "no_paragraph"),
        (docx(p("&b;"), BILLION_LAUGHS), "unsafe_xml"),
        (odt("<text:p>&b;</text:p>", BILLION_LAUGHS), "unsafe_xml"),
        (docx(p("a") * 5_001), "too_many_paragraphs"),
        (b"un\n\n" * 200_000, "too_many_paragraphs"),
        (docx(p("x" * 6_001)), "paragraph_too_long"),
        (bomb("word/document.xml", 120), "inflates_too_much"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)}B",
)
def test_each_bad_document_is_refused_for_its_own_reason(data: bytes, code: str) -> None:
    assert refusal_of(data) == code


def test_a_document_with_two_million_paragraphs_is_refused_at_the_first_too_many() -> None:
    paragraph = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>"
    start = f'<w:document xmlns:w="{W}"><w:body>'.encode()
    data = growing("word/document.xml", paragraph * 100_000, 20, start)
    assert refusal_of(data) == "too_many_paragraphs"
