"""What a state allows."""

from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal

from ..enums import can_move
from ..models import Case


def check_can_move(case: Case, state: str) -> None:
    """Refuse a state the case cannot pass to."""
    if not can_move(case.state, state):
        raise Refusal(
            _("This case is « %(state)s »: it can no longer be changed this way.")
            % {"state": case.get_state_display()},
            code="wrong_state",
        )
