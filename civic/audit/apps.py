from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "civic.audit"
    label = "audit"
    verbose_name = _("Journal")

    def ready(self) -> None:
        from civic.core.registry import Trigger, registry

        registry.forbid(
            Trigger(
                "audit_journal_no_update",
                "audit_journalentry",
                "UPDATE",
                "The journal is append-only.",
            ),
            Trigger(
                "audit_journal_no_delete",
                "audit_journalentry",
                "DELETE",
                "The journal is append-only.",
            ),
        )
