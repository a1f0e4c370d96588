from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoryConfig(AppConfig):
    name = "civic.territory"
    label = "territory"
    verbose_name = _("Territory")

    def ready(self) -> None:
        from civic.core.registry import Trigger, registry

        registry.forbid(
            *(
                Trigger(
                    f"territory_holder_answers_itself_{operation.lower()}",
                    "territory_competenceholder",
                    operation,
                    "A competence is answered by a department of the body that holds it.",
                    when="NEW.department_id IS NOT NULL AND NOT EXISTS "
                    "(SELECT 1 FROM territory_citydepartment d WHERE d.id = NEW.department_id "
                    "AND d.organisation_id = NEW.holder_id)",
                )
                for operation in ("INSERT", "UPDATE")
            )
        )
