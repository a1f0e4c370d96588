"""What is done to a text before it is kept."""

from hypothesis import given
from hypothesis import strategies as st

from civic.participation.logic.addresses import client_address
from civic.participation.logic.likeness import distinctive, likeness, most_alike
from civic.participation.logic.texts import clean_line, clean_text


def test_every_line_end_becomes_one():
    assert clean_text("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_letters_of_every_script_and_emoji_stay():
    kept = "مرحبا שלום 你好 👩‍🌾 <script>alert(1)</script>"
    assert clean_text(kept) == kept


def test_orders_to_turn_the_reading_direction_leave():
    assert clean_text("a\u202eb\u2066c") == "abc"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    once = clean_text(text)
    assert clean_text(once) == once
    assert "\x00" not in once


@given(st.text())
def test_a_line_holds_no_line_end(text):
    assert not set(clean_line(text)) & set("\n\r\u2028\u2029\x0b\x0c\x00")


def test_the_longest_stems_are_the_distinctive_ones():
    assert distinctive(["velo", "le", "circulation", "velo", "stationnement"]) == [
        "velo",
        "circulation",
        "stationnement",
    ]


def test_short_texts_are_not_alike_because_of_one_word():
    assert likeness(frozenset({"velo"}), frozenset({"velo", "piste"})) < 0.2


def test_the_nearest_comes_first_and_the_foreign_ones_are_left_out():
    stems = "banc ombre place ete anciens soleil".split()
    found = most_alike(
        stems,
        [
            (1, " piscine horaire "),
            (2, " banc ombre place ete "),
            (3, " banc ombre quai port rive bois "),
        ],
    )
    assert found == [2, 3]


def test_an_address_behind_proxies_is_the_one_the_outermost_trusted_proxy_saw():
    assert client_address("10.0.0.1", "1.1.1.1, 2.2.2.2, 3.3.3.3", 2) == "2.2.2.2"


def test_without_a_trusted_proxy_a_header_proves_nothing():
    assert client_address("10.0.0.1", "1.1.1.1", 0) == "10.0.0.1"


def test_a_header_shorter_than_the_proxies_proves_nothing():
    assert client_address("10.0.0.1", "1.1.1.1", 2) == "10.0.0.1"
