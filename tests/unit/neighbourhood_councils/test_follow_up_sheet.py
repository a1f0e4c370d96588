"""A follow-up table becomes requests, councils and errors; nothing that was typed is lost."""

import datetime
import time

import pytest

from neighbourhood_councils.logic.follow_up_sheet import (
    ParsedSheet,
    RowError,
    parse_follow_up,
    row_key,
)
from neighbourhood_councils.logic.mapping import Mapping

from .tables import Typed, sheet

HEADER: list[Typed] = ["Titre", "Description", "Services", "Date", "Réponse", "Statut"]
LONG = "Le lampadaire du coin de la rue s'éteint chaque soir, on traverse dans le noir."


def request(title: str = "Fiche", text: str = LONG, date: Typed = "12/03/2021") -> list[Typed]:
    return [title, text, "Voirie", date, "fait", "En cours"]


def parse(*rows: list[Typed], **options: object) -> ParsedSheet:
    return parse_follow_up(sheet(HEADER, *rows), **options)  # type: ignore[arg-type]


def test_a_row_becomes_a_request_with_everything_that_was_typed() -> None:
    parsed = parse(["Fiche  de suivi ", f" {LONG}\r\n", "PM / Voirie; PM", "4/9/2021", "fait", ""])
    row = parsed.rows[0]
    assert (row.row, row.council, row.title, row.text) == (2, None, "Fiche de suivi", LONG)
    assert row.departments == ("PM", "Voirie")
    assert (row.date, row.date_text) == (datetime.date(2021, 9, 4), "4/9/2021")
    assert (row.answer, row.state_text) == ("fait", "")
    assert row.original == {
        "Titre": "Fiche  de suivi ",
        "Description": f" {LONG}\r\n",
        "Services": "PM / Voirie; PM",
        "Date": "4/9/2021",
        "Réponse": "fait",
        "Statut": "",
    }


def test_a_council_name_applies_to_the_rows_below_it_and_may_have_none() -> None:
    parsed = parse(
        ["1 - Centre historique"],
        ["2 - Centre est", "", "", "", "", ""],
        request(),
        request("Autre"),
        ["3 – Gare"],
        request("Gare"),
    )
    assert list(parsed.councils.items()) == [
        ("1 - Centre historique", 0),
        ("2 - Centre est", 2),
        ("3 – Gare", 1),
    ]
    assert [(row.row, row.council) for row in parsed.rows] == [
        (4, "2 - Centre est"),
        (5, "2 - Centre est"),
        (7, "3 – Gare"),
    ]


def test_a_merged_council_name_exported_in_each_cell_is_one_name() -> None:
    parsed = parse(["1 - Centre"] * 6, request())
    assert parsed.councils == {"1 - Centre": 1}


def test_one_council_spelt_in_two_ways_is_one_council() -> None:
    parsed = parse(["2 - Centre est"], request(), ["2 –  CENTRE EST"], request("b"))
    assert parsed.councils == {"2 - Centre est": 2}


def test_bare_names_open_a_council_in_a_table_that_begins_with_one() -> None:
    parsed = parse(["Les Tanneries"], request(), ["Le Faubourg"], request("b"))
    assert parsed.councils == {"Les Tanneries": 1, "Le Faubourg": 1}


def test_a_request_of_which_only_the_title_was_typed_is_not_a_council() -> None:
    parsed = parse(request(), ["Nid de poule rue Basse"], request("b"))
    assert parsed.councils == {}
    assert [row.title for row in parsed.rows] == ["Fiche", "Nid de poule rue Basse", "b"]


def test_a_lone_title_below_numbered_councils_is_a_request() -> None:
    parsed = parse(["1 - Centre"], ["Nid de poule rue Basse"], request())
    assert parsed.councils == {"1 - Centre": 2}
    assert parsed.rows[0].title == "Nid de poule rue Basse"


def test_numbered_requests_are_not_councils() -> None:
    parsed = parse(request("1 - Lampe"), request("2 - Banc"), ["3 - Fontaine"], request("4 - Eau"))
    assert parsed.councils == {}
    assert len(parsed.rows) == 4


def test_a_known_council_is_recognised_whatever_it_looks_like() -> None:
    parsed = parse(request(), ["la gare."], request("b"), council_names=["La Gare."])
    assert [row.council for row in parsed.rows] == [None, "la gare."]


def test_a_council_column_says_the_council_of_each_row() -> None:
    parsed = parse_follow_up(
        sheet(
            ["Quartier", "Objet", "Date"],
            ["Gare", LONG, "12/03/2021"],
            ["", LONG + "!", "12/03/2021"],
            ["gare ", LONG + "?", "12/03/2021"],
        )
    )
    assert [row.council for row in parsed.rows] == ["Gare", None, "Gare"]
    assert parsed.councils == {"Gare": 2}


def test_a_day_that_does_not_exist_is_an_error_and_its_row_is_kept() -> None:
    parsed = parse(["1 - Centre"], request(date="30/02/20"))
    assert [(error.row, error.column) for error in parsed.errors] == [(3, "Date")]
    assert "30/02/20" in parsed.errors[0].message
    row = parsed.rows[0]
    assert (row.date, row.date_text, row.text) == (None, "30/02/20", LONG)


def test_a_row_that_asks_nothing_is_an_error() -> None:
    parsed = parse(request(), ["", "", "Voirie", "12/03/2021", "", ""])
    assert [(error.row, error.column) for error in parsed.errors] == [(3, "Description")]
    assert len(parsed.rows) == 2


def test_an_error_names_its_column_exactly_as_the_file_does() -> None:
    header: list[Typed] = ["Titre", "Description", " Date d... ", "Statut"]
    parsed = parse_follow_up(
        sheet(header, ["a", LONG, "30/02/20", ""], ["b", LONG + "!", "12/04/21", "En cours"])
    )
    assert parsed.errors[0].column == " Date d... "
    unnamed = parse_follow_up(
        sheet(["Titre", "Description", ""], ["a", LONG, "30/02/20"], ["b", LONG, "12/04/21"])
    )
    assert unnamed.errors == (RowError(2, "C", unnamed.errors[0].message),)


def test_real_dates_and_typed_ones_stand_side_by_side() -> None:
    parsed = parse(request(date=datetime.date(2020, 5, 25)), request("b", date="avril 2021"))
    assert [(row.date, row.date_text, row.date_is_approximate) for row in parsed.rows] == [
        (datetime.date(2020, 5, 25), "25/05/2020", False),
        (datetime.date(2021, 4, 1), "avril 2021", True),
    ]


def test_the_header_printed_again_on_each_page_is_not_a_request() -> None:
    parsed = parse(request(), list(HEADER), request("b"))
    assert [row.row for row in parsed.rows] == [2, 4]


def test_a_text_cut_by_an_export_is_said_to_be_cut() -> None:
    parsed = parse(request(text=LONG + " ..."), request("b"), request("c…", LONG + "!"))
    assert [row.is_cut for row in parsed.rows] == [True, False, True]


def test_control_characters_leave_the_text_and_stay_in_the_original() -> None:
    parsed = parse(request(text="Un\x07 banc\r\ncassé\x1b depuis longtemps, au coin de la place."))
    assert parsed.rows[0].text == "Un banc\ncassé depuis longtemps, au coin de la place."
    assert "\x07" in parsed.rows[0].original["Description"]


def test_bruno_corrects_the_columns_by_hand() -> None:
    parsed = parse(request(), mapping=Mapping(title=1, text=0))
    row = parsed.rows[0]
    assert (row.title, row.text, row.date, row.state_text) == (LONG, "Fiche", None, "")
    assert row.original["Date"] == "12/03/2021"


def test_a_mapping_to_a_column_the_table_does_not_have_is_an_empty_column() -> None:
    parsed = parse(request(), mapping=Mapping(title=0, text=1, date=40))
    assert parsed.rows[0].date is None


def test_a_table_with_only_a_header_has_no_request() -> None:
    parsed = parse()
    assert (parsed.rows, parsed.errors, parsed.councils) == ((), (), {})
    assert parsed.mapping.is_usable


@pytest.mark.parametrize(
    "text",
    [
        "  Un banc : « cassé »  ",
        'UN BANC: "CASSÉ"',
        "Un  banc\n: “cassé”",
        "Un banc\u00a0: «\u202fcassé\u202f»",
        "Un banc : « casse\u0301 »",
        "Un\u200b banc : « cassé »",
        "Un banc\r\n: « cassé »",
    ],
)
def test_the_key_of_a_request_ignores_how_it_was_typed(text: str) -> None:
    assert row_key("2 - Est", "L’objet", text) == row_key("2 – EST", "l'objet", 'Un banc : "cassé"')


def test_the_key_tells_two_requests_apart() -> None:
    keys = {
        row_key("a", "b", "c"),
        row_key(None, "b", "c"),
        row_key("a", "bc", ""),
        row_key("ab", "", "c"),
        row_key("a", "b", "ç"),
    }
    assert len(keys) == 5


def test_our_own_export_comes_back_as_the_same_request() -> None:
    assert row_key("a", "t", "'- un banc") == row_key("a", "t", "- un banc")
    assert row_key("a", "t", "'un banc") != row_key("a", "t", "un banc")


def test_endless_spaces_do_not_keep_the_site_busy() -> None:
    spaces = " " * 95_000
    start = time.perf_counter()
    parsed = parse([f"a{spaces}b", f"{spaces}c", f"PM{spaces}x", f"{spaces}d", "", ""])
    assert parsed.rows[0].key
    assert time.perf_counter() - start < 1
    assert len(parsed.errors[0].message) < 200


def test_ten_thousand_rows_are_interpreted_in_a_few_seconds() -> None:
    rows = [request(f"Fiche {n}", f"{LONG} {n}", f"{n % 28 + 1}/03/21") for n in range(10_000)]
    table = sheet(HEADER, *rows)
    start = time.perf_counter()
    parsed = parse_follow_up(table)
    assert time.perf_counter() - start < 5
    assert len({row.key for row in parsed.rows}) == 10_000
