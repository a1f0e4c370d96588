from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalysisConfig(AppConfig):
    name = "civic.analysis"
    label = "analysis"
    verbose_name = _("Indicators")

    def ready(self) -> None:
        from civic.core.registry import Trigger, registry

        registry.forbid(
            *(
                Trigger(
                    f"analysis_{table}_no_{operation.lower()}",
                    f"analysis_{table}",
                    operation,
                    message,
                    columns=columns if operation == "UPDATE" else (),
                )
                for table, message, columns in (
                    (
                        "indicatorsnapshot",
                        "Published figures do not change.",
                        (
                            "organisation_id",
                            "subject",
                            "name",
                            "formula_version",
                            "starts_on",
                            "ends_on",
                            "inputs",
                            "figures",
                            "taken_at",
                        ),
                    ),
                    (
                        "snapshotrecount",
                        "A recount does not change.",
                        ("snapshot_id", "inputs", "figures", "differs", "recounted_at"),
                    ),
                )
                for operation in ("UPDATE", "DELETE")
            )
        )
