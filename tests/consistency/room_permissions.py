"""The rows of the permission table about live rooms."""

from tests.consistency.permissions import DONE, MISSING, PAGE, REFUSED, WRONG, Row, of, only

ROOM = "/fr/salle/{room_id}/"
# Amina came into the room; the administrator runs it; anybody else is asked for the code.
IN_ROOM = ("amina", "admin")
ROOMS = [
    Row("room_enter", "/fr/salle/"),
    Row("room_join", "/fr/salle/rejoindre/{room_code}/", PAGE, of(DONE, "amina")),
    Row("room_join", "/fr/salle/rejoindre/AAAAAA/", MISSING),
    Row("room", ROOM, DONE, of(PAGE, *IN_ROOM)),
    Row("room_act", f"{ROOM}agir/", DONE, of(WRONG, *IN_ROOM), "post"),
    Row("room_changes", f"{ROOM}changements/", REFUSED, of(PAGE, *IN_ROOM)),
    Row("room_state", f"{ROOM}etat/", REFUSED, of(PAGE, *IN_ROOM)),
    Row("room_code", f"{ROOM}code.svg", REFUSED, of(PAGE, *IN_ROOM)),
    Row("room_minutes", f"{ROOM}compte-rendu/", REFUSED, of(PAGE, *IN_ROOM)),
    Row("room_minutes", f"{ROOM}compte-rendu/", REFUSED, of(WRONG, *IN_ROOM), "post"),
    # What is written is read by everybody once the room is closed.
    Row("room_written", f"{ROOM}ecrit/", MISSING),
    Row("room_written", "/fr/salle/{closed_room_id}/ecrit/"),
    Row("room_screen", f"{ROOM}ecran/", REFUSED, only("admin")),
    Row("room_console", f"{ROOM}animer/", REFUSED, only("admin")),
    Row("room_run", f"{ROOM}animer/agir/", REFUSED, only("admin", answer=WRONG), "post"),
    Row("room_people", f"{ROOM}animer/presents/", REFUSED, only("admin")),
    Row("room_receipts", f"{ROOM}recus/", REFUSED, only("admin")),
    Row(
        "room_prepare",
        "/fr/salle/seance/{session_id}/",
        REFUSED,
        only("admin", answer=DONE),
    ),
]
