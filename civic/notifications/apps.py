from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# The hour, in local time, from which the daily summary leaves.
DIGEST_HOUR = 17


class NotificationsConfig(AppConfig):
    name = "civic.notifications"
    label = "notifications"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from civic.accounts.registry import person_registry
        from civic.core.registry import registry
        from civic.privacy.registry import privacy_registry

        from .models import Follow, Notice, Preference
        from .registry import NoticeKind, notice_registry
        from .services.notices import FOLLOWED, purge_notices
        from .services.sent_files import forget_old_files, forget_sent_to
        from .tasks import send_digests, send_pending

        def digest(moment: Any) -> int:
            from django.utils import timezone

            return send_digests() if timezone.localtime(moment).hour >= DIGEST_HOUR else 0

        notice_registry.declare(NoticeKind(FOLLOWED, _("something new in what I follow")))
        registry.every_minute("notices", lambda moment: send_pending())
        registry.every_minute("digest", digest)
        registry.every_minute("sent_files", forget_old_files)
        privacy_registry.purge("notices", purge_notices, _("notices, sent or waiting"))
        # Before the notices: they say which file is whose.
        privacy_registry.erase("sent_files", forget_sent_to)
        privacy_registry.erase(
            "notices", lambda person: Notice.objects.filter(person=person).delete()[0]
        )
        privacy_registry.erase(
            "follows",
            lambda person: (
                Follow.objects.filter(person=person).delete()[0]
                + Preference.objects.filter(person=person).delete()[0]
            ),
        )
        privacy_registry.export(
            "notices",
            lambda person: [
                {"subject": notice.subject, "text": notice.body, "state": notice.state}
                for notice in Notice.objects.filter(person=person)
            ],
        )
        person_registry.merge(
            "notices",
            lambda kept, absorbed: Notice.objects.filter(person=absorbed).update(person=kept),
        )
