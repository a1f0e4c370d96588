"""Mixed groups in the administration: mandate, seats, documents; members have their own screen."""

from typing import Any

from django import forms
from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import BaseModelForm
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton

from civic.accounts.policies import Actor, ActorPolicy, organisations_where
from civic.core.viewsets import ServiceEditView, ServiceViewSet
from civic.participation.enums import SpaceKind
from civic.participation.models import Space
from civic.territory.models import Organisation

from ..logic.seats import Quota
from ..models import MixedGroup
from ..policies import GROUP_SETTERS
from ..selectors.groups import page_of_group
from ..services.group_seats import DocumentDraft, set_documents, set_quotas
from ..services.mixed_groups import change_group, create_group

# Given once, because they are promises; a reply date moves with a public reason.
_ONCE = ("organisation", "origin", "asked_by", "term_starts_on", "term_ends_on", "reply_due_on")


class MixedGroupForm(WagtailAdminModelForm):
    """A group: its title lies with its space, the day it opens to everybody with a phase."""

    title = forms.CharField(label=gettext_lazy("name of the group"), max_length=150)
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("organisation"), queryset=Organisation.objects.none()
    )
    public_on = forms.DateField(
        label=gettext_lazy("open to everybody from"),
        help_text=gettext_lazy(
            "Before this day only the members read its documents and drafts; the page says so."
        ),
        required=False,
        widget=AdminDateInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["title"] = self.instance.space.title
            self.initial["organisation"] = self.instance.space.organisation_id
            phase = self.instance.public_from
            if phase is not None and phase.starts_at is not None:
                self.initial["public_on"] = timezone.localdate(phase.starts_at)
            for name in _ONCE:
                self.fields[name].disabled = True

    def limit_to(self, organisations: "QuerySet[Organisation]") -> None:
        """Offer only what lies in some organisations, and the body above a commune."""
        fields: Any = self.fields
        mine = organisations | Organisation.objects.filter(
            pk__in=MixedGroup.objects.filter(pk=self.instance.pk).values("space__organisation")
        )
        fields["organisation"].queryset = mine.order_by("kind", "name")
        only = list(organisations[:2])
        if len(only) == 1 and not self.instance.pk:
            # The usual case: one's own body asks its own group.
            self.initial.setdefault("organisation", only[0].pk)
            self.initial.setdefault("asked_by", only[0].pk)
        askers = mine | Organisation.objects.filter(communes__in=organisations)
        fields["asked_by"].queryset = askers.distinct().order_by("kind", "name")
        fields["consultation_space"].queryset = Space.objects.filter(
            kind=SpaceKind.CONSULTATION, organisation__in=organisations, archived_at=None
        ).order_by("title")


def _groups(actor: Actor) -> "QuerySet[MixedGroup]":
    return (
        MixedGroup.objects.filter(space__organisation__in=organisations_where(actor, GROUP_SETTERS))
        .select_related("space__organisation", "asked_by", "public_from")
        .order_by("-term_starts_on", "-pk")
    )


def _limit(form: BaseModelForm, actor: Actor) -> None:
    form.limit_to(organisations_where(actor, GROUP_SETTERS))  # type: ignore[attr-defined]


def _rows(formset: Any) -> list[dict[str, Any]]:
    kept = [row for row in formset.forms if row not in formset.deleted_forms]
    filled = [row.cleaned_data for row in kept if row.cleaned_data]
    return sorted(filled, key=lambda row: row.get("ORDER") or 0)


def _write(actor: Actor, row: MixedGroup, form: BaseModelForm) -> models.Model:
    given = form.cleaned_data
    said = {
        name: given[name]
        for name in (
            "title",
            "question",
            "mandate",
            "public_on",
            "consultation_space",
            "contact_name",
            "contact_phone",
        )
    }
    formsets: Any = form.formsets  # type: ignore[attr-defined]
    with transaction.atomic():
        if row.pk is None:
            group = create_group(actor=actor, **said, **{name: given[name] for name in _ONCE})
        else:
            kept = MixedGroup.objects.select_related("space__organisation").get(pk=row.pk)
            group = change_group(actor=actor, group=kept, **said)
        group = MixedGroup.objects.select_related("space__organisation").get(pk=group.pk)
        set_quotas(
            actor=actor,
            group=group,
            quotas=[
                Quota(line["college"], line["minimum"], line["target"], line["maximum"])
                for line in _rows(formsets["quotas"])
            ],
        )
        set_documents(
            actor=actor,
            group=group,
            documents=[
                DocumentDraft(line["document"], line["note"], line["members_only"])
                for line in _rows(formsets["documents"])
            ],
        )
    return group


class MixedGroupEditView(ServiceEditView):
    """A group, with the way to its members."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        page = page_of_group(self.object)
        if page is None:
            return []
        return [
            HeaderButton(
                _("Members, opening, report"), url=page.url_of("manage"), icon_name="group"
            )
        ]


class MixedGroupViewSet(ServiceViewSet):
    model = MixedGroup
    icon = "group"
    menu_label = gettext_lazy("Mixed groups")
    list_display = ["__str__", "origin", "term_starts_on", "term_ends_on", "reply_due_on"]
    search_fields = ["space__title", "question"]
    search_backend_name = None
    add_to_reference_index = False
    edit_view_class = MixedGroupEditView
    writes = staticmethod(_write)
    limits = staticmethod(_limit)
    policy = ActorPolicy(
        MixedGroup,
        may_open=lambda actor: actor.has_role_anywhere(*GROUP_SETTERS),
        visible=_groups,
        may_change=lambda actor, row: actor.has_role(*GROUP_SETTERS, at=row.space),
        actions=("add", "change", "view"),
    )
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("organisation"),
            FieldPanel("question"),
            FieldPanel("mandate"),
            MultiFieldPanel(
                [FieldPanel("origin"), FieldPanel("asked_by"), FieldPanel("consultation_space")],
                heading=gettext_lazy("Why it works"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("term_starts_on"), FieldPanel("term_ends_on")]),
                    FieldPanel("reply_due_on"),
                    FieldPanel("public_on"),
                ],
                heading=gettext_lazy("When"),
            ),
            InlinePanel(
                "quotas",
                heading=gettext_lazy("Seats of each college"),
                label=gettext_lazy("college"),
                panels=[
                    FieldPanel("college"),
                    FieldRowPanel(
                        [FieldPanel("minimum"), FieldPanel("target"), FieldPanel("maximum")]
                    ),
                ],
            ),
            InlinePanel(
                "documents",
                heading=gettext_lazy("Documents"),
                label=gettext_lazy("file"),
                panels=[FieldPanel("document"), FieldPanel("note"), FieldPanel("members_only")],
            ),
            MultiFieldPanel(
                [FieldPanel("contact_name"), FieldPanel("contact_phone")],
                heading=gettext_lazy("Whom to call"),
            ),
        ],
        base_form_class=MixedGroupForm,
    )
