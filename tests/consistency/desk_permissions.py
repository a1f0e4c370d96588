"""The rows of the permission table for the desk."""

from tests.consistency.permissions import DONE, NOT_SO, PAGE, REFUSED, WRONG, Row, of, only

# The desk of Saint-Aurel: its own agents, nobody of another commune, no officer of one department.
DESK = "/fr/agent/guichet/saint-aurel/"
AT_DESK = only("here", "admin")
DESKS = [
    Row("desks", "/fr/agent/guichet/", REFUSED, only("admin") | of(DONE, "here", "elsewhere")),
    Row("desk", DESK, REFUSED, AT_DESK),
    Row("desk_enter", f"{DESK}saisir/contribution/", REFUSED, AT_DESK),
    Row(
        "desk_enter",
        f"{DESK}saisir/contribution/",
        REFUSED,
        of(WRONG, "here", "admin"),
        "post",
    ),
    Row("desk_entry", f"{DESK}saisies/{{entry_id}}/", REFUSED, AT_DESK),
    Row("desk_person", f"{DESK}personnes/{{person_id}}/", REFUSED, AT_DESK),
    Row(
        "desk_mandate",
        f"{DESK}mandats/{{mandate_id}}/fin/",
        REFUSED,
        of(DONE, "here", "admin"),
        "post",
    ),
    Row("desk_sheets", f"{DESK}feuilles/", REFUSED, AT_DESK),
    Row(
        "desk_sheets",
        f"{DESK}feuilles/",
        REFUSED,
        of(WRONG, "here", "admin"),
        "post",
    ),
    Row("desk_batch", f"{DESK}feuilles/lot/{{sheet_batch}}/", REFUSED, AT_DESK),
    Row("desk_sheet", f"{DESK}feuilles/{{blank_code}}/", REFUSED, AT_DESK),
    Row(
        "desk_sheet",
        f"{DESK}feuilles/{{blank_code}}/",
        REFUSED,
        of(WRONG, "here", "admin"),
        "post",
        {"act": "void"},
    ),
    Row("desk_again", f"{DESK}feuilles/{{sheet_code}}/ressaisie/", REFUSED, AT_DESK),
    # A picture is asked for by a button: no page looks at it by itself.
    Row("desk_image", f"{DESK}images/{{image_id}}/", REFUSED, only("here", "admin", answer=NOT_SO)),
    Row("desk_image", f"{DESK}images/{{image_id}}/", REFUSED, of(PAGE, "here", "admin"), "post"),
    Row("desk_letters", f"{DESK}courriers/", REFUSED, AT_DESK),
    Row("desk_letter_batch", f"{DESK}courriers/{{batch_id}}/", REFUSED, AT_DESK),
    Row(
        "desk_letter_batch",
        f"{DESK}courriers/{{batch_id}}/",
        REFUSED,
        of(DONE, "here", "admin"),
        "post",
        {"act": "printed"},
    ),
    Row("desk_calls", f"{DESK}appels/", REFUSED, AT_DESK),
    Row(
        "desk_call",
        f"{DESK}appels/{{notice_id}}/",
        REFUSED,
        of(DONE, "here", "admin"),
        "post",
        {"outcome": "reached"},
    ),
    Row(
        "desk_promise",
        f"{DESK}rappels/{{promise_id}}/",
        REFUSED,
        of(DONE, "here", "admin"),
        "post",
        {"act": "called"},
    ),
]
