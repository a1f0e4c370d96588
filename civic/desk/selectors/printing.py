"""What is printed on a sheet: fields to fill in, sentences to agree to, where to bring it."""

from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from civic.core.logic.dates import written_day
from civic.participation.models import Activity
from civic.participation.selectors import last_day, standing

from ..enums import SheetKind
from ..logic.codes import SheetCode
from .targets import SheetTarget

SIGNATURES = 12


@dataclass(frozen=True)
class Field:
    """One thing to write by hand; `lines` is the height, in lines of nine millimetres."""

    label: str
    lines: int = 1
    hint: str = ""
    boxes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedSheet:
    """One sheet as it leaves the printer."""

    target: SheetTarget
    code: SheetCode
    instruction: str
    until: str
    fields: tuple[Field, ...]
    consents: tuple[str, ...]
    uses: tuple[str, ...]
    signatures: int = 0

    @property
    def is_numbered(self) -> bool:
        return self.code.serial > 0


def consents_of(target: SheetTarget) -> tuple[str, ...]:
    """Return the sentences a person agrees to, read out or printed; kept with the consent."""
    match target.kind:
        case SheetKind.PROPOSAL | SheetKind.COMMENT:
            said = _(
                "I agree that my text is published with the name I chose. My address and my "
                "telephone serve to answer me and are never published."
            )
        case SheetKind.REQUEST:
            said = _(
                "I agree that my request is published without my name, with its answer. My "
                "address and my telephone serve to answer me and are never published."
            )
        case SheetKind.SUPPORT:
            said = _(
                "I support this proposal. Only the number of supports is published, never my name."
            )
        case _:
            said = _(
                "I agree that my name is kept until the session, to hold my place. It is never "
                "published."
            )
    return (said, *(text for _key, text in target.conditions))


def printed_sheet(target: SheetTarget, code: SheetCode) -> PrintedSheet:
    """Return the sheet of a target under a code."""
    return PrintedSheet(
        target=target,
        code=code,
        instruction=_INSTRUCTIONS[target.kind](target),
        until=_until(target),
        fields=_fields(target),
        consents=consents_of(target),
        uses=_uses(target),
        signatures=SIGNATURES if target.kind == SheetKind.SUPPORT else 0,
    )


def _until(target: SheetTarget) -> str:
    if target.session is not None:
        when = timezone.localtime(target.session.starts_at)
        return _("The session is on %(date)s at %(time)s, %(place)s.") % {
            "date": written_day(when),
            "time": formats.time_format(when, "TIME_FORMAT"),
            "place": target.session.place,
        }
    if target.activity is None:
        return _("This form is received all year round.")
    acting = standing(target.activity, target.act)
    if not acting.is_open:
        return acting.sentence
    if acting.closes_at is None:
        return _("This form is received all year round.")
    return _("To be handed in by %(date)s at the latest: the date written on the sheet counts.") % {
        "date": written_day(last_day(acting.closes_at))
    }


_INSTRUCTIONS: dict[str, Any] = {
    SheetKind.PROPOSAL: lambda target: _("Write your proposal here, in your own words."),
    SheetKind.REQUEST: lambda target: _("Write here what you ask the council to follow."),
    SheetKind.SUPPORT: lambda target: _(
        "You support this proposal? Write your name and sign; one line each."
    ),
    SheetKind.REGISTRATION: lambda target: _("Write your name to hold a place."),
    SheetKind.COMMENT: lambda target: _("Say what you think of this proposal."),
}


def _fields(target: SheetTarget) -> tuple[Field, ...]:
    match target.kind:
        case SheetKind.PROPOSAL:
            return (
                Field(_("Your idea in one line"), 1),
                Field(_("Explain it"), 7, _("What should change, where, for whom?")),
                *_theme_field(target.activity),
                Field(_("Where is it?"), 1, _("A street, a square, a stop. Not your own address.")),
                *_person_fields(_("Name shown beside the proposal")),
            )
        case SheetKind.REQUEST:
            return (
                Field(_("Your request in one line"), 1),
                Field(_("Explain it"), 8, _("Name nobody and write no number plate.")),
                Field(_("Where is it?"), 1, _("A street, a square, a stop.")),
                *_person_fields(_("Your name")),
            )
        case SheetKind.COMMENT:
            return (
                Field(
                    _("Your stance"),
                    0,
                    boxes=(_("for"), _("against"), _("a question"), _("a remark")),
                ),
                Field(_("Your comment"), 8),
                *_person_fields(_("Name shown beside the comment")),
            )
        case SheetKind.REGISTRATION:
            return (
                *_person_fields(_("Your name")),
                Field(
                    _("What would help you to come"), 3, _("A lift, child care, an interpreter…")
                ),
            )
        case _:
            return ()


def _theme_field(activity: Activity | None) -> tuple[Field, ...]:
    if activity is None:
        return ()
    names = tuple(activity.themes.values_list("name", flat=True))
    return (Field(_("Theme, if you know it"), 0, boxes=names),) if names else ()


def _person_fields(name_label: str) -> tuple[Field, ...]:
    return (
        Field(name_label, 1),
        Field(
            _("I want the answer"),
            0,
            boxes=(_("by letter"), _("by telephone"), _("at the desk"), _("by e-mail")),
        ),
        Field(_("Address, telephone or e-mail for the answer"), 2),
    )


def _uses(target: SheetTarget) -> tuple[str, ...]:
    return (
        _(
            "An agent types your sheet as it is written, within two working days, and gives it a "
            "number. You receive this number as you asked."
        ),
        _(
            "It then has every right of what is written on the site: it is read, supported, "
            "commented, and receives an argued answer by an announced date."
        ),
        _(
            "One sheet in ten is typed a second time by somebody else, and the rate of mistakes "
            "is published."
        ),
        _(
            "The paper is kept for a year behind a lock, then destroyed. You may ask for it to be "
            "corrected or erased at any time, at the desk or by telephone."
        ),
    )
