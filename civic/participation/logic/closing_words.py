"""The sentences that say why something is not open."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..enums import Act

OPENS_ON: dict[str, Any] = {
    Act.CONTRIBUTE: _("Proposals open on %(date)s."),
    Act.COMMENT: _("Comments open on %(date)s."),
    Act.SUPPORT: _("Proposals can be supported from %(date)s."),
    Act.VOTE: _("The vote opens on %(date)s."),
    Act.AMEND: _("Amendments open on %(date)s."),
}
OPENS_ROUGHLY: dict[str, Any] = {
    Act.CONTRIBUTE: _("Proposals will open roughly in: %(when)s. The date is not fixed yet."),
    Act.COMMENT: _("Comments will open roughly in: %(when)s. The date is not fixed yet."),
    Act.SUPPORT: _("Supporting will open roughly in: %(when)s. The date is not fixed yet."),
    Act.VOTE: _("The vote will open roughly in: %(when)s. The date is not fixed yet."),
    Act.AMEND: _("Amendments will open roughly in: %(when)s. The date is not fixed yet."),
}
CLOSED_SINCE: dict[str, Any] = {
    Act.CONTRIBUTE: _("Proposals have been closed since %(date)s."),
    Act.COMMENT: _("Comments have been closed since %(date)s."),
    Act.SUPPORT: _("Supporting has been closed since %(date)s."),
    Act.VOTE: _("The vote has been closed since %(date)s."),
    Act.AMEND: _("Amendments have been closed since %(date)s."),
}
NEVER_OPEN: dict[str, Any] = {
    Act.CONTRIBUTE: _("Proposals are not open here."),
    Act.COMMENT: _("Comments are not open here."),
    Act.SUPPORT: _("Supporting is not open here."),
    Act.VOTE: _("There is no vote open here."),
    Act.AMEND: _("Amendments are not open here."),
}
