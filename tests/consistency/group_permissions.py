"""The rows of the permission table for mixed groups."""

from tests.consistency.permissions import (
    DONE,
    MISSING,
    REFUSED,
    WRONG,
    Row,
    only,
)

GROUP = "workshops.MixedGroupPage"
_RUN = "{workshops.MixedGroupPage}gerer/"
MIXED_GROUPS = [
    Row(f"{GROUP}:detail", "{workshops.MixedGroupPage}"),
    Row(f"{GROUP}:session", "{workshops.MixedGroupPage}seances/{group_session_id}/"),
    Row(f"{GROUP}:calendar", "{workshops.MixedGroupPage}seances/{group_session_id}/seance.ics"),
    # Whoever holds the link of an invitation answers it, with or without an account.
    Row(f"{GROUP}:invitation", "{workshops.MixedGroupPage}invitation/{token}/"),
    Row(f"{GROUP}:invitation", "{workshops.MixedGroupPage}invitation/nothing/", MISSING),
    Row(
        f"{GROUP}:position",
        "{workshops.MixedGroupPage}positions/resident/",
        REFUSED,
        only("amina", "here", "admin"),
    ),
    Row(
        f"{GROUP}:position",
        "{workshops.MixedGroupPage}positions/elected_official/",
        REFUSED,
        only("here", "admin"),
    ),
    Row(f"{GROUP}:manage", _RUN, REFUSED, only("here", "admin")),
    Row(f"{GROUP}:invite", f"{_RUN}inviter/", REFUSED, only("here", "admin")),
    Row(f"{GROUP}:invite", f"{_RUN}inviter/", REFUSED, only("here", "admin", answer=WRONG), "post"),
    Row(f"{GROUP}:member", f"{_RUN}membres/{{group_member_id}}/", REFUSED, only("here", "admin")),
    Row(f"{GROUP}:open", f"{_RUN}ouvrir/", REFUSED, only("here", "admin", answer=DONE)),
    Row(f"{GROUP}:compare", f"{_RUN}comparer/gender/", REFUSED, only("here", "admin")),
    Row(
        f"{GROUP}:attendance",
        f"{_RUN}seances/{{group_session_id}}/presents/",
        REFUSED,
        only("here", "admin"),
    ),
    Row(f"{GROUP}:report", f"{_RUN}rapport/", REFUSED, only("here", "admin")),
    # The reply is signed by an elected official of the body that owes it.
    Row(f"{GROUP}:reply", f"{_RUN}reponse/", REFUSED, only("admin")),
    Row(f"{GROUP}:reply", f"{_RUN}reponse/", REFUSED, only("admin", answer=WRONG), "post"),
    Row(f"{GROUP}:postpone", f"{_RUN}reponse/report/", REFUSED, only("admin")),
    Row(f"{GROUP}:archive", f"{_RUN}archiver/", REFUSED, only("here", "admin")),
    Row(
        f"{GROUP}:archive",
        f"{_RUN}archiver/",
        REFUSED,
        only("here", "admin", answer=WRONG),
        "post",
    ),
]
