from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TextsConfig(AppConfig):
    name = "civic.texts"
    label = "texts"
    verbose_name = _("Texts written together")

    def ready(self) -> None:
        from civic.accounts.registry import person_registry
        from civic.cases.registry import case_registry
        from civic.core.registry import registry
        from civic.discussion.registry import Discussed, discussion_registry
        from civic.notifications.enums import Level
        from civic.notifications.registry import NoticeKind, notice_registry
        from civic.participation.enums import ActivityKind
        from civic.participation.registry import participation_registry
        from civic.privacy.registry import privacy_registry

        from .logic.forbidden import FORBIDDEN
        from .models import Paragraph
        from .selectors.addresses import amendment_url, discussed_url
        from .selectors.trail import steps_of
        from .services import notices, personal, publication
        from .services.amendments import follow_the_answer

        registry.forbid(*FORBIDDEN)
        registry.searchable("texts", publication.text_documents)
        registry.stream_public("text:")
        registry.stream_public("paragraph:")
        discussion_registry.discuss(
            Discussed(
                model=Paragraph,
                stream="paragraph:",
                related=("text__activity__space__organisation", "current"),
                organisation="text__activity__space__organisation_id",
                address_of=discussed_url,
            )
        )
        participation_registry.locate(ActivityKind.TEXT, amendment_url)
        participation_registry.trace("text", 65, steps_of)
        case_registry.on_answer(follow_the_answer)
        privacy_registry.export("paragraph_revisions", personal.export_revisions)
        privacy_registry.erase("paragraph_claims", personal.erase_claims)
        person_registry.merge("paragraph_revisions", personal.move_revisions)
        person_registry.merge("paragraph_claims", personal.move_claims)
        notice_registry.followable("texts.text", publication.shown_texts)
        notice_registry.declare(
            NoticeKind(
                notices.TAKEN_OVER,
                _("somebody takes over the paragraph I was writing"),
                level=Level.IMMEDIATE,
            ),
            NoticeKind(notices.VERSION, _("a new version of a text I follow or amended")),
        )
