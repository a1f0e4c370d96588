from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "civic.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from civic.accounts.registry import person_registry
        from civic.core.registry import registry
        from civic.notifications.enums import Level
        from civic.notifications.registry import NoticeKind, notice_registry
        from civic.privacy.registry import RetentionClass, privacy_registry

        from .logic.forbidden import TRIGGERS
        from .models import AnswerFile, Request, RequestDraft, RequestPhoto, SatisfactionWords
        from .registry import case_registry
        from .selectors import people_of_requests
        from .services import (
            answers,
            duplicates,
            figures,
            personal,
            reminders,
            satisfaction,
            stored,
        )

        case_registry.on_answer(answers.answer_published)
        registry.every_minute("answer_marks", lambda moment: answers.mark_earlier_answers())
        registry.forbid(*TRIGGERS)
        registry.every_minute("contests", reminders.remind_of_contests)
        registry.every_minute("planned dates", reminders.mark_overdue_plans)
        registry.every_minute("delay figures", figures.take_delay_figures)
        notice_registry.declare(
            NoticeKind(
                reminders.CONTESTED,
                _("an answer of my department is contested"),
                level=Level.IMMEDIATE,
            ),
            NoticeKind(
                reminders.PLAN_OVERDUE,
                _("a date my department planned is past"),
                level=Level.IMMEDIATE,
            ),
        )
        case_registry.on_answer(duplicates.answer_duplicates)
        person_registry.meet("requests", people_of_requests)
        person_registry.merge("requests", personal.merge_requests)
        privacy_registry.export("requests", personal.export_requests)
        privacy_registry.keep_for(
            RetentionClass(
                name="request_drafts",
                label=_("what somebody began to ask and did not send"),
                months=1,
                expired=lambda before: RequestDraft.objects.filter(updated_at__date__lt=before),
                remove=personal.forget_drafts,
            )
        )
        privacy_registry.keep_for(
            RetentionClass(
                name="answer_files",
                label=_("files joined to an answer that was not published"),
                months=1,
                expired=lambda before: AnswerFile.objects.filter(
                    published_on=None, added_at__date__lt=before
                ),
                remove=stored.forget_with_files,
            )
        )
        privacy_registry.guard(Request, lambda request: request.organisation_id)
        privacy_registry.guard(RequestPhoto, lambda photo: photo.organisation_id)
        privacy_registry.guard(SatisfactionWords, lambda words: words.satisfaction.organisation_id)
        privacy_registry.export("satisfactions", personal.export_satisfactions)
        privacy_registry.erase("satisfaction_words", personal.erase_words)
        privacy_registry.keep_for(
            RetentionClass(
                name="satisfaction_words",
                label=_("what people add to their satisfaction in their own words"),
                months=36,
                expired=lambda before: SatisfactionWords.objects.filter(
                    satisfaction__said_on__lt=before
                ),
                remove=satisfaction.forget_words,
            )
        )
