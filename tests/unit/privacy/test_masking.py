"""A masked text still reads, and holds nobody any more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civic.privacy.enums import FindingType
from civic.privacy.logic.detection import Span, detect
from civic.privacy.logic.masking import MASKS, mask

from . import invented_texts as texts


def _masked(text: str) -> str:
    return mask(text, detect(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Réponse faite auprès de Mme Claudine Fabrègues qui fait retour de mail.",
            "Réponse faite auprès d'[une personne] qui fait retour de mail.",
        ),
        ("Demande de Kelyan Trubert : un banc", "Demande d'[une personne] : un banc"),
        ("Courrier remis à M. Dupont", "Courrier remis à [une personne]"),
        ("Je crois que Mme Dupont a raison", "Je crois qu'[une personne] a raison"),
        ("Les parents d'Astrid (7 ans)", "Les parents d'[une personne] (7 ans)"),
        ("Avis du Dr Marchetti", "Avis d'[une personne]"),
        ("Dire au Dr Marchetti", "Dire à [une personne]"),
        ("M. et Mme Dupont attendent", "[plusieurs personnes] attendent"),
        ("Courrier de M. et Mme Dupont", "Courrier de [plusieurs personnes]"),
        ("L'agent Darnaud est passé", "L'agent [nom] est passé"),
        ("La famille Ouedraogo attend", "La famille [nom] attend"),
        ("Rappeler au 06 39 98 12 34", "Rappeler au [téléphone]"),
        ("Écrire à a.b@exemple.fr", "Écrire à [adresse électronique]"),
        ("Courriel de a.b@exemple.fr", "Courriel d'[adresse électronique]"),
        ("Riverain du 12 ter avenue du Moulin", "Riverain de l'[adresse]"),
        ("J'habite au 12 rue des Lilas", "J'habite à l'[adresse]"),
        ("J'habite au n° 12 rue des Lilas", "J'habite à l'[adresse]"),
        ("Trou devant le 12 rue des Lilas", "Trou devant l'[adresse]"),
        ("Véhicule immatriculé AB-123-CD garé", "[véhicule immatriculé] garé"),
        ("Le véhicule immatriculé AB-123-CD gêne", "Le [véhicule immatriculé] gêne"),
        ("Une Clio (AB-123-CD) gêne", "Une Clio ([véhicule immatriculé]) gêne"),
        ("IBAN : FR76 3000 6000 0112 3456 7890 189", "IBAN : [compte bancaire]"),
        ("sécu 1 85 05 78 006 084 91", "sécu [numéro de sécurité sociale]"),
        (
            "Voir M. Lucien Abadie, 06 39 98 41 27, l.abadie@exemple.org.",
            "Voir [une personne], [téléphone], [adresse électronique].",
        ),
    ],
)
def test_a_masked_sentence_still_reads(text: str, expected: str) -> None:
    assert _masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        text
        for text, spans in texts.labelled(
            texts.PHONES, texts.EMAILS, texts.PLATES, texts.ADDRESSES, texts.NAMES, texts.MIXED
        )
        if spans
    ],
)
def test_nothing_is_found_any_more_in_a_masked_text(text: str) -> None:
    masked = _masked(text)
    assert detect(masked) == ()
    assert all(span.text not in masked for span in detect(text))


def test_every_kind_has_its_words_in_brackets() -> None:
    assert set(MASKS) == set(FindingType)
    assert all(words[0] == "[" and words[-1] == "]" for words in MASKS.values())


def test_without_a_span_the_text_stays_as_it_is() -> None:
    assert mask("La rue Jean Jaurès", ()) == "La rue Jean Jaurès"


def test_one_finding_may_be_masked_and_the_other_kept() -> None:
    text = "Voir M. Dupont au 06 39 98 12 34"
    _name, phone = detect(text)
    assert mask(text, (phone,)) == "Voir M. Dupont au [téléphone]"


def test_a_type_read_from_the_database_is_understood() -> None:
    stored = Span(0, 7, "name", 0.9, "Mme Roy")
    assert mask("Mme Roy attend", (stored,)) == "[une personne] attend"


def test_a_span_of_another_text_is_refused() -> None:
    spans = detect("Rappeler Mme Dupont")
    with pytest.raises(ValueError, match="does not belong"):
        mask("Rappeler Mme Durand", spans)


@given(st.text(max_size=60), st.data())
def test_no_masked_character_remains_even_where_spans_overlap(text: str, data) -> None:
    bounds = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = [
        Span(start, end, FindingType.PHONE, 1.0, text[start:end])
        for start, end in data.draw(st.lists(bounds, max_size=4))
        if start < end
    ]
    kept = [c for i, c in enumerate(text) if not any(s.start <= i < s.end for s in spans)]
    assert mask(text, spans).replace(MASKS[FindingType.PHONE], "") == "".join(kept) or (
        MASKS[FindingType.PHONE] in text
    )
