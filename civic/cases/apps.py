from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "civic.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from civic.accounts.registry import person_registry
        from civic.core.registry import Trigger, registry
        from civic.privacy.registry import privacy_registry

        from .models import Request, RequestPhoto
        from .selectors import people_of_requests

        registry.forbid(
            Trigger(
                "cases_case_number_is_kept",
                "cases_case",
                "UPDATE",
                "A case keeps its number and its first clock.",
                when="NEW.number <> OLD.number OR NEW.received_on <> OLD.received_on",
            ),
            Trigger(
                "cases_case_promise_is_kept",
                "cases_case",
                "UPDATE",
                "An announced delay is not changed afterwards.",
                when="OLD.promised_on IS NOT NULL "
                "AND (NEW.promised_on IS NULL OR NEW.promised_on <> OLD.promised_on)",
            ),
            *(
                Trigger(
                    f"cases_duplicatelink_no_chain_{operation.lower()}",
                    "cases_duplicatelink",
                    operation,
                    "The original of a duplicate is nobody's duplicate.",
                    when="EXISTS (SELECT 1 FROM cases_duplicatelink other WHERE "
                    "other.duplicate_id = NEW.original_id "
                    "OR other.original_id = NEW.duplicate_id)",
                )
                for operation in ("INSERT", "UPDATE")
            ),
        )
        person_registry.meet("requests", people_of_requests)
        privacy_registry.guard(Request, lambda request: request.organisation_id)
        privacy_registry.guard(RequestPhoto, lambda photo: photo.organisation_id)
