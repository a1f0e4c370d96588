from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    name = "civic.decisions"
    label = "decisions"
    verbose_name = _("Decisions")

    def ready(self) -> None:
        from civic.core.registry import registry
        from civic.notifications.registry import NoticeKind, notice_registry
        from civic.participation.registry import participation_registry

        from .logic.forbidden import FORBIDDEN
        from .selectors.trail import answer_steps
        from .services.following import COMMITMENT_MOVED

        registry.forbid(*FORBIDDEN)
        participation_registry.trace("answer", 70, answer_steps)
        notice_registry.declare(
            NoticeKind(COMMITMENT_MOVED, _("what becomes of what a decision promised"))
        )
