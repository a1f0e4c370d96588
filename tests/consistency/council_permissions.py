"""The rows of the permission table for the life of a council."""

from tests.consistency.permissions import DONE, REFUSED, WRONG, Row, of, only

INDEX = "neighbourhood_councils.CouncilIndexPage"
_INDEX = "{neighbourhood_councils.CouncilIndexPage}"
PAGE_OF_COUNCIL = "neighbourhood_councils.CouncilPage"
_PAGE = "{neighbourhood_councils.CouncilPage}"
_MEETING = f"{_PAGE}seances/{{officials_id}}/"
CHAIR = ("bruno", "here", "admin")
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
    Row(f"{INDEX}:referrals", f"{_INDEX}saisines/"),
    Row(f"{INDEX}:ask", f"{_INDEX}saisines/ouvrir/", REFUSED, only(*CHAIR)),
    Row(
        f"{INDEX}:ask",
        f"{_INDEX}saisines/ouvrir/",
        REFUSED,
        only(*CHAIR, answer=WRONG),
        "post",
    ),
    Row(f"{INDEX}:referral", f"{_INDEX}saisines/{{referral_id}}/"),
    Row(
        f"{INDEX}:referral",
        f"{_INDEX}saisines/{{referral_id}}/",
        REFUSED,
        only(*CHAIR, answer=DONE),
        "post",
        {
            "act": "opinion",
            "opinion": "{opinion_id}",
            "opinion-{opinion_id}-stance": "favourable",
            "opinion-{opinion_id}-text": "Oui, si la passerelle reste éclairée.",
        },
    ),
    # The reply is signed by an elected official of the body that owes it.
    Row(
        f"{INDEX}:referral",
        f"{_INDEX}saisines/{{referral_id}}/",
        REFUSED,
        only("admin", answer=DONE),
        "post",
        {
            "act": "postpone",
            "due_on": "2035-01-01",
            "reason": "L'étude des éclairages est rendue en mai.",
        },
    ),
    Row(f"{PAGE_OF_COUNCIL}:agenda", f"{_PAGE}ordre-du-jour/"),
    Row(f"{PAGE_OF_COUNCIL}:propose_agenda", f"{_PAGE}ordre-du-jour/proposer/"),
    Row(f"{PAGE_OF_COUNCIL}:propose_agenda", f"{_PAGE}ordre-du-jour/proposer/", WRONG, {}, "post"),
    # Somebody without a name is asked for one, somebody known is done.
    Row(
        f"{PAGE_OF_COUNCIL}:propose_agenda",
        f"{_PAGE}ordre-du-jour/proposer/",
        DONE,
        of("page", "nobody"),
        "post",
        {"title": "Un banc à l'ombre"},
    ),
    Row(
        f"{PAGE_OF_COUNCIL}:decide_agenda",
        f"{_PAGE}ordre-du-jour/{{agenda_item_id}}/",
        REFUSED,
        only(*CHAIR),
    ),
    Row(f"{PAGE_OF_COUNCIL}:all_meetings", f"{_PAGE}seances/"),
    Row(f"{PAGE_OF_COUNCIL}:public_meeting", _MEETING),
    Row(
        f"{PAGE_OF_COUNCIL}:public_meeting",
        _MEETING,
        REFUSED,
        only(*CHAIR, answer=DONE),
        "post",
        {"act": "send"},
    ),
    Row(
        f"{PAGE_OF_COUNCIL}:public_meeting",
        _MEETING,
        REFUSED,
        only("driss", "here", "admin", answer=WRONG),
        "post",
        {
            "act": "answer",
            "question": "{question_id}",
            "answer-{question_id}-answer": "non",
            "answer-{question_id}-answered_as": "Voirie",
        },
    ),
    Row(
        f"{PAGE_OF_COUNCIL}:meeting_attendance",
        f"{_PAGE}reunions/{{meeting_id}}/presents/",
        REFUSED,
        only(*CHAIR),
    ),
    Row(f"{PAGE_OF_COUNCIL}:quality", f"{_PAGE}qualite/"),
    Row(
        f"{PAGE_OF_COUNCIL}:quality",
        f"{_PAGE}qualite/",
        REFUSED,
        only("bruno", "admin", answer=DONE),
        "post",
        {"act": "close", "side": "members"},
    ),
    Row(
        f"{PAGE_OF_COUNCIL}:quality",
        f"{_PAGE}qualite/",
        REFUSED,
        only("here", "admin", answer=DONE),
        "post",
        {"act": "recount", "snapshot": "{snapshot_id}"},
    ),
    # Members and departments, each from their side.
    Row(
        f"{PAGE_OF_COUNCIL}:fill_quality",
        f"{_PAGE}qualite/remplir/",
        REFUSED,
        only("amina", "driss", "here"),
    ),
    # The members of the council read the draft, and no other resident.
    Row(
        f"{PAGE_OF_COUNCIL}:review_minutes",
        f"{_PAGE}reunions/{{meeting_id}}/relecture/",
        REFUSED,
        only("amina", *CHAIR),
    ),
]
