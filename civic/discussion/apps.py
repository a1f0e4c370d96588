from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "civic.discussion"
    label = "discussion"
    verbose_name = _("Discussion")

    def ready(self) -> None:
        from civic.accounts.registry import person_registry
        from civic.core.registry import Trigger, registry
        from civic.notifications.registry import notice_registry
        from civic.participation.models import Contribution
        from civic.participation.registry import participation_registry
        from civic.privacy.registry import privacy_registry

        from . import checks as checks
        from .models import Comment
        from .notifications import KINDS
        from .receivers import take_the_place_of_the_librarys_receiver
        from .registry import Discussed, discussion_registry
        from .selectors import comments_of, organisation_of, reports_of
        from .selectors.conclusions import conclusion_steps
        from .services.people import forget_reports, move_comments, move_reports
        from .services.visibility import shown, taken_back

        take_the_place_of_the_librarys_receiver()
        discussion_registry.discuss(
            Discussed(
                model=Contribution,
                stream="contribution:",
                related=("activity__space__organisation", "author", "case"),
                organisation="activity__space__organisation_id",
                address_of=participation_registry.address_of,
                author_of=lambda contribution: contribution.author,
            )
        )
        participation_registry.trace("synthesis", 60, conclusion_steps)
        privacy_registry.guard(Comment, organisation_of)
        privacy_registry.on_release(Comment, shown)
        privacy_registry.on_hold(Comment, taken_back)
        privacy_registry.export("comments", comments_of)
        privacy_registry.export("reports", reports_of)
        privacy_registry.erase("reports", forget_reports)
        person_registry.merge("comments", move_comments)
        person_registry.merge("reports", move_reports)
        notice_registry.declare(*KINDS)
        registry.forbid(
            Trigger(
                "discussion_comment_author_is_kept",
                "discussion_comment",
                "UPDATE",
                "What was said keeps its capacity and its channel.",
                when="NEW.college <> OLD.college OR NEW.channel <> OLD.channel",
            ),
        )
