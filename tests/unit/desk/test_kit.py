"""What a kit writes without a database: a text cut to a length, an image, a code."""

from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image

from civic.core.logic.codes import qr_svg
from civic.core.logic.dates import written_day
from civic.desk.logic.drawing import SIZE, has_font, social_image
from civic.desk.logic.magazine import cut, fitted, sentences_within

LONG = "Réaménagement intercommunal anticonstitutionnellement déconventionnalisé " * 8


def test_the_least_important_part_of_a_text_is_left_out_first() -> None:
    parts = [(0, "La question ?"), (3, "Un détail. " * 30), (1, "Jusqu'au 12 mai.")]
    assert fitted(parts, 60) == "La question ?\n\nJusqu'au 12 mai."
    assert "détail" in fitted(parts, 600)
    # What does not stand whole is cut where enough of it would stay.
    assert "détail" in fitted(parts, 200)


def test_a_text_never_passes_its_length_and_is_cut_between_words() -> None:
    for limit in (40, 100, 600, 1200):
        text = fitted([(0, LONG), (0, "05 36 49 00 30")], limit)
        assert len(text) <= limit
        assert "05 36 49 00 30" in text
    assert cut("Un abri fermé à la gare", 12) == "Un abri…"
    assert len(cut("a" * 400, 20)) <= 20


def test_an_example_ends_with_a_sentence_when_one_holds() -> None:
    said = "La lampe est changée. Le mât aussi le sera en mars, avec ceux de la rue du Pont."
    assert sentences_within(said, 200) == said
    assert sentences_within(said, 40) == "La lampe est changée."
    assert sentences_within(said, 12) == "La lampe…"
    assert sentences_within("Rue\n\nBasse", 40) == "Rue Basse"
    # A figure or an abbreviation ends no sentence.
    assert sentences_within("Un budget de 12.500 euros est voté pour la rue.", 30).endswith("…")


@pytest.mark.parametrize("title", ["Où planter ?", "Comment vivre ensemble ? " * 8, LONG])
def test_the_image_has_the_size_networks_ask_for_whatever_the_title(title: str) -> None:
    if not has_font():
        pytest.skip("No font that writes French on this machine.")
    drawn = social_image(
        accent="#1f5c4a", kicker="Agglomération", title=title, foot="civic.example.org/fr/climat"
    )
    image = Image.open(BytesIO(drawn or b""))
    assert image.size == SIZE
    assert image.format == "PNG"


def test_a_code_is_an_image_without_a_size_of_its_own() -> None:
    drawn = qr_svg("https://civic.example.org/fr/").decode()
    assert drawn.startswith("<svg")
    assert "viewBox" in drawn


def test_french_writes_the_first_of_a_month_and_hours_its_own_way() -> None:
    from datetime import date, time

    from django.utils import formats

    with translation.override("fr"):
        assert written_day(date(2026, 11, 1)) == "1er novembre 2026"
        assert written_day(date(2026, 11, 1), "l j F") == "dimanche 1er novembre"
        assert written_day(date(2026, 11, 11)) == "11 novembre 2026"
        assert formats.time_format(time(18, 30)) == "18\u00a0h\u00a030"
    with translation.override("en"):
        assert "1er" not in written_day(date(2026, 11, 1))
