from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    name = "workshops"
    label = "workshops"
    verbose_name = _("Workshops")

    def ready(self) -> None:
        from civic.accounts.registry import AccountSection, person_registry
        from civic.desk.registry import desk_registry
        from civic.notifications.enums import Level
        from civic.notifications.registry import NoticeKind, notice_registry

        from .selectors.workshops import url_of_space
        from .services.personal import merge_registrations, my_registrations, registration_lines

        notice_registry.declare(
            NoticeKind("registration", _("my place at a session"), Level.IMMEDIATE, essential=True)
        )
        person_registry.merge("registrations", merge_registrations)
        person_registry.section(
            AccountSection(
                "registrations", _("My registrations"), my_registrations, registration_lines, 30
            )
        )
        self._declare_mixed_groups()
        self._declare_rooms()
        desk_registry.locate_space("workshop", url_of_space)

    def _declare_mixed_groups(self) -> None:
        from civic.accounts.registry import AccountSection, person_registry
        from civic.core.registry import registry
        from civic.notifications.enums import Level
        from civic.notifications.registry import NoticeKind, notice_registry
        from civic.participation.enums import SpaceKind
        from civic.privacy.registry import privacy_registry
        from civic.texts.registry import text_registry

        from .logic.group_forbidden import FORBIDDEN
        from .selectors.groups import sits_in
        from .selectors.places import page_of_space
        from .services import group_notices, group_people

        text_registry.editors(SpaceKind.MIXED_GROUP, sits_in)
        text_registry.page_of(SpaceKind.MIXED_GROUP, lambda space: page_of_space(space.pk))
        registry.forbid(*FORBIDDEN)
        registry.every_minute("group replies", group_notices.remind_overdue)
        notice_registry.declare(
            NoticeKind(
                group_notices.INVITED,
                _("an invitation to a mixed group"),
                Level.IMMEDIATE,
                essential=True,
            ),
            NoticeKind(group_notices.MOVED, _("what moves in a mixed group I sit in")),
            NoticeKind(
                group_notices.REPLY_OVERDUE,
                _("a reply my organisation owes and has not given"),
                Level.IMMEDIATE,
            ),
        )
        person_registry.merge("mixed_groups", group_people.merge_memberships)
        person_registry.section(
            AccountSection(
                "mixed_groups",
                _("My mixed groups"),
                group_people.my_groups,
                group_people.group_lines,
                position=35,
            )
        )
        privacy_registry.erase("mixed_groups", group_people.erase_memberships)
        privacy_registry.export("mixed_groups", group_people.export_memberships)

    def _declare_rooms(self) -> None:
        from civic.accounts.registry import person_registry
        from civic.analysis.registry import indicator_registry
        from civic.notifications.enums import Level
        from civic.notifications.registry import NoticeKind, notice_registry
        from civic.participation.registry import participation_registry
        from civic.privacy.registry import RetentionClass, privacy_registry

        from .selectors.room import spoken_in
        from .selectors.trail import origin_steps
        from .services import minutes, room_people

        indicator_registry.speech = spoken_in
        participation_registry.trace("origin", 10, origin_steps)
        notice_registry.declare(
            NoticeKind(
                minutes.TO_CORRECT, _("minutes of a session I came to, to correct"), Level.IMMEDIATE
            ),
            NoticeKind(minutes.PUBLISHED, _("the minutes of a session I came to")),
        )
        person_registry.merge("rooms", room_people.merge_participations)
        privacy_registry.erase("rooms", room_people.erase_participations)
        privacy_registry.export("rooms", room_people.export_participations)
        privacy_registry.keep_for(
            RetentionClass(
                name="room_cards",
                label=_("cards of a live room that were handed on to nobody"),
                months=12,
                expired=room_people.expired_cards,
                remove=room_people.remove_cards,
            )
        )
