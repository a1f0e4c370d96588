"""Words are stemmed alike, whoever else is searching."""

from concurrent.futures import ThreadPoolExecutor

from civic.core.logic.stemming import stem, stems_of


def test_a_plural_finds_its_singular() -> None:
    assert stems_of("les vélos") == stems_of("un vélo")


def test_many_searches_at_once_do_not_mix_their_words() -> None:
    words = [f"{root}{ending}" for root in ("plant", "circul", "voyag") for ending in ("er", "ons")]
    words = [f"{word}{number}" for number in range(400) for word in words] + words
    alone = {word: stem.__wrapped__(word) for word in words}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(stem.__wrapped__, words * 3))
    assert together == [alone[word] for word in words * 3]
