"""The rows of the permission table about the method of a consultation."""

from tests.consistency.permissions import DONE, NOT_SO, REFUSED, Row, of

PAGE_OF = "consultations.ConsultationPage"
METHOD = "{consultations.ConsultationPage}methode/"
METHODS = [
    Row(f"{PAGE_OF}:method", METHOD),
    Row(f"{PAGE_OF}:method_sign", f"{METHOD}signer/", NOT_SO),
    # Only who sits in the group signs: Amina does.
    Row(
        f"{PAGE_OF}:method_sign",
        f"{METHOD}signer/",
        REFUSED,
        of(DONE, "amina"),
        "post",
        {"version": "1"},
    ),
]
