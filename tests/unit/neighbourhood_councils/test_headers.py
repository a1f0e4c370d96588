"""Columns are recognised by what they are called and by what they hold."""

import datetime

import pytest

from neighbourhood_councils.logic.headers import find_header, headers_key
from neighbourhood_councils.logic.mapping import Mapping, guess_mapping

from .tables import Typed, cell, sheet

LONG = "Le lampadaire du coin de la rue s'éteint chaque soir, on traverse dans le noir."
OTHER = "Depuis les travaux, l'eau du caniveau entre dans deux garages à chaque orage un peu fort."


def guess(headers: list[str], *rows: list[Typed]) -> Mapping:
    return guess_mapping(headers, [[cell(value) for value in row] for row in rows])


def test_plain_headers_are_enough_for_an_empty_table() -> None:
    headers = ["Conseil", "Objet", "Description", "Service", "Date", "Réponse", "État"]
    assert guess(headers) == Mapping(
        council=0, title=1, text=2, departments=3, date=4, answer=5, state=6
    )


def test_english_headers_are_understood() -> None:
    headers = ["Council", "Title", "Text", "Department", "Date", "Answer", "State"]
    assert guess(headers) == Mapping(
        council=0, title=1, text=2, departments=3, date=4, answer=5, state=6
    )


def test_a_column_called_status_that_holds_the_description_is_the_text() -> None:
    found = guess(
        ["Titre", "Statut", "Services concernés", "Date d...", "Réponses accordées", "Statut d..."],
        ["Fiche 12/03/2021", LONG, "Voirie", "12/03/2021", "fait", ""],
        ["Fiche 05/05/2021", OTHER, "Pluvial", datetime.date(2021, 5, 5), "en attente", "En cours"],
    )
    assert found == Mapping(title=0, text=1, departments=2, date=3, answer=4, state=5)


def test_the_day_of_the_answer_is_not_the_day_of_the_request() -> None:
    found = guess(
        ["Date de réponse", "Objet", "Détail", "Date de la demande"],
        ["15/04/2021", "Lampe", LONG, "12/03/2021"],
        ["20/06/2021", "Caniveau", OTHER, "05/05/2021"],
    )
    assert found.date == 3
    only_answers = guess(["Objet", "Détail", "Répondu", "Date réponse"], ["a", LONG, "b", "1/2/21"])
    assert only_answers.date is None


def test_columns_without_a_header_are_told_by_what_they_hold() -> None:
    found = guess(
        ["", "", "", ""],
        ["12/03/2021", "Voirie", LONG, "En cours"],
        ["05/05/2021", "Espaces verts", OTHER, "Terminé"],
        ["06/05/2021", "Voirie", LONG + "!", "En cours"],
    )
    assert (found.date, found.departments, found.text, found.state) == (0, 1, 2, 3)


def test_numbers_are_not_titles_and_telephones_are_not_dates() -> None:
    found = guess(
        ["N°", "Téléphone", "Demande", "Date"],
        [1, "06.39.98.41.27", LONG, "12/03/2021"],
        [2, "01 99 00 12 34", OTHER, "05/05/2021"],
    )
    assert found == Mapping(text=2, date=3)


def test_a_table_with_one_prose_column_is_still_usable() -> None:
    found = guess(["A", "B"], ["x", LONG], ["y", OTHER])
    assert found.text == 1
    assert found.is_usable
    assert not guess([]).is_usable


def test_prose_below_the_name_of_a_title_is_the_text() -> None:
    found = guess(["Objet", "Date"], [LONG, "12/03/2021"], [OTHER, "05/05/2021"])
    assert (found.title, found.text) == (None, 0)


def test_headers_cut_without_a_sign_are_recognised() -> None:
    headers = ["Intitulé d", "Descriptio", "Services c", "Date de la", "Réponse ap", "Statut de"]
    found = guess(headers, ["a", LONG, "PM", "1/3/21", "fait", ""])
    assert found == Mapping(title=0, text=1, departments=2, date=3, answer=4, state=5)


def test_a_mapping_survives_storage_and_ignores_what_cannot_be_a_column() -> None:
    mapping = Mapping(title=0, text=3)
    assert Mapping.from_json(mapping.to_json()) == mapping
    stored = {"text": 1, "title": -1, "date": "2", "state": True, "else": 4}
    assert Mapping.from_json(stored) == Mapping(text=1)


def test_the_header_is_found_under_a_title_and_a_date() -> None:
    header = find_header(
        sheet(
            ["Suivi des demandes", "", ""],
            ["Mis à jour le 12/04/2021", "", ""],
            [],
            ["Objet", "Description", "Date"],
            ["Lampe", LONG, "12/03/2021"],
        )
    )
    assert (header.first_row, header.last_row) == (4, 4)
    assert [column.header for column in header.columns] == ["Objet", "Description", "Date"]


@pytest.mark.parametrize("gap", [[], [[]]])
def test_two_header_rows_are_read_together(gap: list[list[Typed]]) -> None:
    rows = [
        ["Demande", "", "", "Réponse", ""],
        ["Objet", "Description", "Date", "Texte", "Date"],
        ["Lampe", LONG, "12/03/2021", "fait", "15/03/2021"],
    ]
    header = find_header(sheet(*gap, *rows))
    assert (header.last_row - header.first_row, header.last_row) == (1, 2 + len(gap))
    assert [column.header for column in header.columns] == [
        "Objet",
        "Description",
        "Date",
        "Texte",
        "Date",
    ]
    found = guess([column.hint for column in header.columns], rows[2])
    assert found == Mapping(title=0, text=1, date=2, answer=3)


def test_headers_that_are_missing_or_twice_the_same_get_a_name_of_their_own() -> None:
    header = find_header(sheet(["Objet", "Date", "", "Date", ""], ["a", "b", "c", "d", "e"]))
    assert [column.header for column in header.columns] == ["Objet", "Date", "C", "Date", "E"]
    assert [column.key for column in header.columns] == ["Objet", "Date", "C", "Date (2)", "E"]


def test_a_table_without_a_header_loses_no_row() -> None:
    header = find_header(sheet(["12/03/2021", "Voirie", LONG], ["05/05/2021", "PM", OTHER]))
    assert (header.first_row, header.last_row) == (0, 0)
    assert [column.header for column in header.columns] == ["A", "B", "C"]


def test_unknown_short_words_above_the_table_are_a_header() -> None:
    header = find_header(sheet(["Quoi", "Quand"], [LONG, "12/03/2021"]))
    assert header.last_row == 1


def test_the_columns_of_a_table_sent_again_are_recognised() -> None:
    assert headers_key(["Objet ", "Réponse"]) == headers_key(["OBJET", "reponse"])
    assert headers_key(["Objet", "Réponse"]) != headers_key(["Réponse", "Objet"])
