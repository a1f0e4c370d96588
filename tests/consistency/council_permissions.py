"""The rows of the permission table for the life of a council."""

from tests.consistency.permissions import REFUSED, WRONG, Row, only

INDEX = "neighbourhood_councils.CouncilIndexPage"
_INDEX = "{neighbourhood_councils.CouncilIndexPage}"
COUNCILS = [
    Row(
        f"{INDEX}:training_attendance",
        f"{_INDEX}formations/{{training_date_id}}/presents/",
        REFUSED,
        only("here", "admin"),
    ),
    Row(
        "neighbourhood_councils.CouncilPage:correct",
        "{neighbourhood_councils.CouncilPage}suivi/{request}/corriger/",
        REFUSED,
        only("bruno", "here", "admin"),
    ),
    Row(
        "neighbourhood_councils.CouncilPage:correct",
        "{neighbourhood_councils.CouncilPage}suivi/{request}/corriger/",
        REFUSED,
        only("bruno", "here", "admin", answer=WRONG),
        method="post",
        data={"title": "Lampe", "text": "Éteinte", "place": "", "reason": ""},
    ),
]
