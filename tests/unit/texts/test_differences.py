"""A difference says what changed, and both texts can be built again from it."""

from hypothesis import given
from hypothesis import strategies as st

from civic.texts.logic.attribution import carried_runs, first_runs, shares, words_by_college
from civic.texts.logic.differences import Part, difference, tokens_of, words_of
from civic.texts.logic.numbering import Outline, letter_of, numbers_of

WORDS = st.lists(
    st.sampled_from(
        ["l’", "abri", " ", "fermé", ".", " ", "20", "\u202f", "h", "!", "«", "c’est-à-dire", "\n"]
    ),
    max_size=40,
).map("".join)
ANY = st.one_of(WORDS, st.text(max_size=60))


@given(ANY, ANY)
def test_both_sides_can_be_built_again(before: str, after: str) -> None:
    made = difference(before, after)
    assert "".join(piece.text for piece in made.before) == before
    assert "".join(piece.text for piece in made.after) == after
    assert all(piece.part is not Part.NEW for piece in made.before)
    assert all(piece.part is not Part.GONE for piece in made.after)
    assert made.changes_something == (before != after)


@given(ANY)
def test_tokens_lose_nothing(text: str) -> None:
    assert "".join(tokens_of(text)) == text


def test_elided_words_and_numbers_are_cut_as_one_reads_them() -> None:
    assert words_of("L’abri coûte 1\u202f200 euros, c’est-à-dire peu.") == [
        "L’",
        "abri",
        "coûte",
        "1\u202f200",
        "euros",
        "c’",
        "est-à-dire",
        "peu",
    ]


def test_a_whole_sentence_is_counted_as_one_and_words_as_words() -> None:
    before = "L’abri compte vingt places. Il ferme à 20 h."
    after = "L’abri compte quarante places. Il ferme à 20 h. Il est éclairé la nuit."
    summary = difference(before, after).summary
    assert (summary.sentences_added, summary.words_added, summary.words_removed) == (1, 1, 1)


def test_two_words_changed_side_by_side_are_read_as_one_change() -> None:
    made = difference("un grand abri", "un très petit abri")
    assert [piece.text for piece in made.before if piece.part is Part.GONE] == ["grand"]
    assert [piece.text for piece in made.after if piece.part is Part.NEW] == ["très petit"]


@given(ANY, ANY, ANY)
def test_every_word_belongs_to_somebody(first: str, second: str, third: str) -> None:
    runs = first_runs(first, "resident")
    runs = carried_runs(first, runs, second, "elected_official")
    runs = carried_runs(second, runs, third, "technical_officer")
    assert sum(int(count) for _college, count in runs) == len(words_of(third))


def test_words_that_stay_keep_the_college_that_wrote_them() -> None:
    runs = first_runs("Un abri fermé", "resident")
    runs = carried_runs("Un abri fermé", runs, "Un grand abri fermé", "elected_official")
    assert runs == [["resident", 1], ["elected_official", 1], ["resident", 2]]


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 10_000), min_size=1))
def test_percentages_add_up_to_a_hundred(counts: dict[str, int]) -> None:
    found = shares(words_by_college([[[name, count]] for name, count in counts.items()]))
    assert sum(percent for _college, _words, percent in found) == 100


def test_articles_are_counted_through_titles_and_a_preamble_lends_its_name() -> None:
    articles, paragraphs = numbers_of(
        [
            Outline("a", "Préambule", False, ["p1"]),
            Outline("b", "Aller à vélo", True, []),
            Outline("c", "Les abris", True, ["p2", "p3"]),
            Outline("d", "Le car", True, ["p4"]),
        ]
    )
    assert articles == {"c": "art. 1", "d": "art. 2"}
    assert paragraphs == {
        "p1": "Préambule § 1",
        "p2": "art. 1 § 1",
        "p3": "art. 1 § 2",
        "p4": "art. 2 § 1",
    }


def test_versions_are_lettered_past_z() -> None:
    assert [letter_of(number) for number in (1, 2, 26, 27, 52, 53)] == [
        "A",
        "B",
        "Z",
        "AA",
        "AZ",
        "BA",
    ]
