from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "civic.desk"
    label = "desk"
    verbose_name = _("Paper, desk, telephone")

    def ready(self) -> None:
        from civic.accounts.registry import person_registry
        from civic.core.registry import Trigger, registry
        from civic.notifications.enums import Level
        from civic.notifications.registry import NoticeKind, notice_registry
        from civic.privacy.registry import RetentionClass, privacy_registry

        from .models import SheetImage
        from .services import calls, personal
        from .services.acts import declare_acts
        from .services.images import forget_images

        declare_acts()
        registry.every_minute("promised_calls", calls.break_overdue)
        registry.forbid(
            Trigger(
                "desk_broken_call_stays_broken",
                "desk_callpromise",
                "UPDATE",
                "A broken promise of a call stays broken.",
                when="OLD.state = 'broken' AND NEW.state <> 'broken'",
            ),
            Trigger(
                "desk_sheet_serves_once",
                "desk_sheet",
                "UPDATE",
                "A sheet that was entered or cancelled stays so.",
                when="OLD.state <> 'blank' AND NEW.state <> OLD.state",
            ),
            Trigger(
                "desk_entry_is_kept",
                "desk_entry",
                "DELETE",
                "What was entered at the desk is kept.",
            ),
        )
        notice_registry.declare(
            NoticeKind(
                calls.MOVED,
                _("a promised call is moved to another hour"),
                level=Level.IMMEDIATE,
                essential=True,
            )
        )
        person_registry.merge("desk", personal.merge_desk)
        privacy_registry.export("desk", personal.export_desk)
        privacy_registry.purge(
            "typed", personal.purge_typed, _("what was typed at a desk as it was written")
        )
        privacy_registry.erase("desk", personal.erase_desk)
        privacy_registry.keep_for(
            RetentionClass(
                name="sheet_images",
                label=_("pictures of the sheets filled in on paper"),
                months=12,
                expired=lambda before: SheetImage.objects.filter(added_at__date__lt=before),
                remove=forget_images,
            )
        )
