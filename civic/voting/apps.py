from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotingConfig(AppConfig):
    name = "civic.voting"
    label = "voting"
    verbose_name = _("Votes")

    def ready(self) -> None:
        from civic.accounts.registry import person_registry
        from civic.cases.registry import case_registry
        from civic.core.registry import registry
        from civic.notifications.registry import notice_registry
        from civic.privacy.registry import privacy_registry

        from .logic.forbidden import FORBIDDEN
        from .notifications import ANSWERED
        from .selectors import supports_of, votes_of
        from .services.clock import follow_the_phases
        from .services.people import move_roll, move_supports
        from .tasks import tell_supporters_after_commit

        registry.forbid(*FORBIDDEN)
        registry.every_minute("ballots", follow_the_phases)
        case_registry.on_answer(tell_supporters_after_commit)
        notice_registry.declare(ANSWERED)
        person_registry.merge("supports", move_supports)
        person_registry.merge("roll", move_roll)
        privacy_registry.export("supports", supports_of)
        privacy_registry.export("votes", votes_of)
