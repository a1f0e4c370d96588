"""Numbers that prove themselves by their check digits."""

from hypothesis import given
from hypothesis import strategies as st

from civic.privacy.enums import FindingType
from civic.privacy.logic.detection import detect

FIGURES = "0123456789"


def _french_iban(account: str) -> str:
    check = 98 - int(account + "152700") % 97
    return f"FR{check:02}{account}"


def _nir(sex: int, year: int, month: int, department: int, commune: int, order: int) -> str:
    number = f"{sex}{year:02}{month:02}{department:02}{commune:03}{order:03}"
    return f"{number}{97 - int(number) % 97:02}"


@given(st.text(FIGURES, min_size=23, max_size=23), st.sampled_from([2, 4, 30]))
def test_a_valid_iban_is_found_however_it_is_grouped(account: str, size: int) -> None:
    iban = _french_iban(account)
    written = " ".join(iban[i : i + size] for i in range(0, len(iban), size))
    (span,) = detect(f"À créditer : {written}.")
    assert (span.type, span.text) == (FindingType.IBAN, written)
    assert span.score > 0.9


@given(st.text(FIGURES, min_size=23, max_size=23), st.integers(1, 96))
def test_an_iban_with_wrong_check_digits_is_reported_only_where_a_bank_is_named(
    account: str, shift: int
) -> None:
    iban = _french_iban(account)
    wrong = f"FR{(int(iban[2:4]) + shift) % 97:02}{account}"
    assert all(span.type is not FindingType.IBAN for span in detect(f"Réf {wrong}"))
    assert any(span.type is FindingType.IBAN for span in detect(f"Mon IBAN : {wrong}"))


@given(
    st.sampled_from([1, 2]),
    st.integers(0, 99),
    st.integers(1, 12),
    st.integers(1, 95),
    st.integers(1, 990),
    st.integers(1, 999),
)
def test_a_valid_social_security_number_is_found(
    sex: int, year: int, month: int, department: int, commune: int, order: int
) -> None:
    nir = _nir(sex, year, month, department, commune, order)
    grouped = " ".join((nir[0], nir[1:3], nir[3:5], nir[5:7], nir[7:10], nir[10:13], nir[13:]))
    for written in (nir, grouped):
        (span,) = detect(f"voir {written} merci")
        assert (span.type, span.text) == (FindingType.NIR, written)


def test_corsican_departments_count_in_the_key() -> None:
    (span,) = detect("voir 1 85 05 2A 004 084 95")
    assert span.type is FindingType.NIR


def test_fifteen_figures_with_a_wrong_key_are_a_reference() -> None:
    assert detect("référence 185057800608492") == ()


def test_a_french_account_number_without_iban_is_found() -> None:
    (span,) = detect("RIB 30006 00001 12345678901 89")
    assert span.type is FindingType.IBAN
