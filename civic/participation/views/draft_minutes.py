"""What the screen of draft minutes shows, whoever writes them: a room, a council."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest

from civic.core.exceptions import Refusal

from ..enums import CorrectionState, MinutesState
from ..logic.differences import differences, paragraphs
from ..models import DraftMinutes
from ..services.minutes_drafts import is_open_to_corrections

CORRECTIONS = 20


def draft_context(
    draft: DraftMinutes | None,
    corrections: "QuerySet[Any]",
    request: HttpRequest,
    refusal: Refusal | None,
) -> dict[str, Any]:
    """Return the context of `participation/draft_minutes.html`; what was refused is kept.

    The corrections that wait for an answer come first, the latest of each first.
    """
    pending = CorrectionState.PENDING
    ordered = corrections.order_by(Case(When(state=pending, then=0), default=1), "-pk")
    page = Paginator(ordered, CORRECTIONS).get_page(request.GET.get("page"))
    typed = {"keep_findings_because": ""} | (request.POST.dict() if refusal is not None else {})
    return {
        "draft": draft,
        "states": MinutesState,
        "text": typed.get("text", draft.text if draft else ""),
        "paragraphs": paragraphs(draft.text) if draft else [],
        "is_open": is_open_to_corrections(draft),
        "until": draft.corrections_until if draft else None,
        "corrections": [
            {
                "row": row,
                "pieces": differences(row.passage, row.proposed),
                "is_pending": row.state == pending,
            }
            for row in page
        ],
        "corrections_page": page,
        "waiting": corrections.filter(state=pending).count(),
        "refusal": str(refusal.message) if refusal else "",
        "asks_reason": refusal is not None and refusal.code == "finding",
        "typed": typed,
        "days": typed.get("days", "7"),
    }
