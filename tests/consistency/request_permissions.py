"""The rows of the permission table for what residents ask, its photos and its duplicates."""

from tests.consistency.permissions import COUNCIL, DONE, MISSING, REFUSED, WRONG, Row, of, only

REQUESTS = "neighbourhood_councils.RequestIndexPage"
ASKING = [
    Row("request_photo", "/media/photos/00000000-0000-0000-0000-000000000000.webp", MISSING),
    # Each answers as if there were no such file.
    Row("answer_file", "/media/answers/00000000-0000-0000-0000-000000000000.pdf", MISSING),
    Row(
        "answer_file_remove",
        "/fr/agent/fichiers/{answer_file_key}/retirer/",
        REFUSED,
        only("driss", "here", "admin"),
    ),
    Row(
        "answer_file_remove",
        "/fr/agent/fichiers/{answer_file_key}/retirer/",
        REFUSED,
        only("driss", "here", "admin", answer=DONE),
        "post",
    ),
    Row(f"{REQUESTS}:index", f"{{{REQUESTS}}}"),
    Row(f"{REQUESTS}:file", f"{{{REQUESTS}}}demander/"),
    # Its council shows it: its sheet is there.
    Row(f"{REQUESTS}:sheet", f"{{{REQUESTS}}}{{request}}/", DONE),
    # The first question comes first; a receipt is shown to whoever asked alone.
    Row(f"{REQUESTS}:file", f"{{{REQUESTS}}}demander/", WRONG, method="post", data={"text": ""}),
    Row(f"{REQUESTS}:file_step", f"{{{REQUESTS}}}demander/envoi/", DONE),
    Row(f"{REQUESTS}:receipt", f"{{{REQUESTS}}}recu/{{request}}/", DONE),
    Row(f"{REQUESTS}:receipt_code", f"{{{REQUESTS}}}recu/{{request}}/code.svg", DONE),
    Row("photos", "/fr/agent/photos/", REFUSED, only("bruno", "here", "elsewhere", "admin")),
    Row(
        "photo_look",
        "/fr/agent/photos/{photo_id}/",
        REFUSED,
        only("bruno", "here", "admin") | of(MISSING, "elsewhere"),
    ),
    Row(
        "photo_add", "/fr/agent/photos/ajouter/{request}/", REFUSED, only("driss", "here", "admin")
    ),
    Row(
        "photo_add",
        "/fr/agent/photos/ajouter/{request}/",
        REFUSED,
        only("driss", "here", "admin", answer=WRONG),
        "post",
    ),
    Row("opinions", "/fr/agent/avis/", REFUSED, only("driss", "here", "elsewhere", "admin")),
    Row(
        "opinions_export",
        "/fr/agent/avis/export.csv",
        REFUSED,
        only("driss", "here", "elsewhere", "admin"),
    ),
    Row("duplicates", "/fr/agent/doublons/", REFUSED, only("driss", "here", "elsewhere", "admin")),
    Row("duplicate", "/fr/agent/doublons/{request}/", REFUSED, only("driss", "here", "admin")),
    Row(
        "duplicate",
        "/fr/agent/doublons/{request}/",
        REFUSED,
        only("driss", "here", "admin", answer=WRONG),
        "post",
    ),
    Row(
        f"{COUNCIL}:heard",
        "{neighbourhood_councils.CouncilPage}entendu/",
        REFUSED,
        only("bruno", "here", "admin"),
    ),
    Row(
        f"{COUNCIL}:heard",
        "{neighbourhood_councils.CouncilPage}entendu/",
        REFUSED,
        only("bruno", "here", "admin", answer=WRONG),
        "post",
    ),
]
