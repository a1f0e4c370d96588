"""What a group keeps once it is archived."""

from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal

from ..models import MixedGroup


def check_alive(group: MixedGroup) -> None:
    """Raise Refusal when the group is archived."""
    if group.space.archived_at is not None:
        raise Refusal(_("This group is archived: it can be read, not changed."), code="archived")
