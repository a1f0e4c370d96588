"""What the screen of draft minutes shows, whoever writes them: a room, a council."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from civic.core.exceptions import Refusal

from ..enums import CorrectionState, MinutesState
from ..logic.differences import differences, paragraphs
from ..models import DraftMinutes, ProposedCorrection
from ..services.minutes_drafts import is_open_to_corrections


def draft_context(
    draft: DraftMinutes | None,
    corrections: Sequence[ProposedCorrection],
    request: HttpRequest,
    refusal: Refusal | None,
) -> dict[str, Any]:
    """Return the context of `participation/draft_minutes.html`; what was refused is kept."""
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
                "is_pending": row.state == CorrectionState.PENDING,
            }
            for row in corrections
        ],
        "waiting": sum(row.state == CorrectionState.PENDING for row in corrections),
        "refusal": str(refusal.message) if refusal else "",
        "asks_reason": refusal is not None and refusal.code == "finding",
        "typed": typed,
        "days": typed.get("days", "7"),
    }
