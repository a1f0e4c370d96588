"""The rows of the permission table about texts written together."""

from tests.consistency.permissions import (
    DONE,
    MISSING,
    PAGE,
    REFUSED,
    SIGN_IN,
    WRONG,
    Row,
    of,
    only,
)

TEXT = "/fr/textes/{text}/"
PARAGRAPH = TEXT + "p/{paragraph}/"
AMENDMENT = TEXT + "amendements/{amendment}/"
WRITERS = ("here", "admin")
# Driss answers for the roads department; this amendment was routed to nobody in particular.
ANSWERERS = ("here", "admin")
TEXTS = [
    Row("text_list", "/fr/textes/"),
    Row("text_start", "/fr/textes/nouveau/?espace={space}", REFUSED, only(*WRITERS)),
    Row("text_start", "/fr/textes/nouveau/?espace=rien", MISSING, of(SIGN_IN, "nobody")),
    Row("text_read", TEXT),
    Row("text_read", "/fr/textes/rien/", MISSING),
    Row("text_structure", f"{TEXT}plan/", REFUSED, only(*WRITERS)),
    Row(
        "text_structure",
        f"{TEXT}plan/",
        REFUSED,
        only(*WRITERS, answer=WRONG),
        "post",
        {"act": "add_section"},
    ),
    Row("text_import", f"{TEXT}importer/", REFUSED, only(*WRITERS)),
    Row("text_versions", f"{TEXT}versions/"),
    Row(
        "text_versions",
        f"{TEXT}versions/",
        REFUSED,
        of(DONE, *WRITERS),
        "post",
        {"title": "Deuxième version"},
    ),
    Row("text_compare", f"{TEXT}comparer/"),
    Row("text_attribution", f"{TEXT}qui-ecrit/"),
    Row("text_amendments", f"{TEXT}amendements/"),
    Row("text_amendment", AMENDMENT),
    Row("text_amendment_support", f"{AMENDMENT}soutenir/", DONE),
    Row("text_amendment_comment", f"{AMENDMENT}commenter/", DONE),
    Row("text_amendment_comment", f"{AMENDMENT}commenter/", WRONG, method="post"),
    Row("text_amendment_report", f"{AMENDMENT}signaler/"),
    Row("text_amendment_withdraw", f"{AMENDMENT}retirer/", REFUSED, of(PAGE, "amina")),
    Row("text_amendment_withdraw", f"{AMENDMENT}retirer/", REFUSED, of(WRONG, "amina"), "post"),
    Row("text_amendment_decide", f"{AMENDMENT}decider/", REFUSED, of(PAGE, *ANSWERERS)),
    Row("text_amendment_decide", f"{AMENDMENT}decider/", REFUSED, of(WRONG, *ANSWERERS), "post"),
    Row("text_paragraph", PARAGRAPH),
    Row("text_cut", f"{PARAGRAPH}couper/", REFUSED, only(*WRITERS)),
    Row("text_cut", f"{PARAGRAPH}couper/", REFUSED, only(*WRITERS, answer=WRONG), "post"),
    Row("text_join", f"{PARAGRAPH}joindre/", REFUSED, only(*WRITERS)),
    Row("text_join", f"{PARAGRAPH}joindre/", REFUSED, only(*WRITERS, answer=WRONG), "post"),
    Row("text_amend", f"{PARAGRAPH}amender/"),
    Row("text_amend", f"{PARAGRAPH}amender/", WRONG, method="post"),
    Row("text_comment", f"{PARAGRAPH}commenter/", DONE),
    Row("text_comment", f"{PARAGRAPH}commenter/", WRONG, method="post"),
    # A paragraph is the authority's own text: its comments alone are reported.
    Row("text_report", f"{PARAGRAPH}signaler/", MISSING),
    Row("text_write", f"{PARAGRAPH}ecrire/", REFUSED, only(*WRITERS)),
    Row("text_write", f"{PARAGRAPH}ecrire/", REFUSED, only(*WRITERS, answer=WRONG), "post"),
    Row("text_hold", f"{PARAGRAPH}tenir/", REFUSED, only(*WRITERS), "post"),
]
