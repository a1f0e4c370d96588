"""The public API of consultations: the same reads, services and refusals as the pages."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, status
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from civic.accounts.enums import College
from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.accounts.services.people import create_person
from civic.core.enums import Channel
from civic.core.exceptions import NotAllowed, Refusal, TooMany
from civic.participation.models import Activity, Contribution
from civic.participation.selectors import communes_of, submitted_with
from civic.participation.services.contributions import submit_contribution
from civic.territory.models import Neighbourhood, Organisation, Theme
from civic.voting.services.supports import support, withdraw_support

from ..logic.filters import AnswerState, ProposalFilters, Sort, read_filters
from ..models import Consultation
from ..selectors import with_calendar
from ..selectors.proposals import NUMBER, ProposalRows, narrowed
from ..views.calling import spend_address, status_of
from .serializers import (
    ConsultationDetailSerializer,
    ConsultationSerializer,
    GuestSerializer,
    ProposalDetailSerializer,
    ProposalSerializer,
    ReceiptSerializer,
    RefusalSerializer,
    SubmissionSerializer,
    SupportSerializer,
)

STATES = {state.name.lower(): state for state in AnswerState}
SORTS = {sort.name.lower(): sort for sort in Sort}
REFUSALS = {403: RefusalSerializer, 409: RefusalSerializer, 422: RefusalSerializer}
REFUSALS |= {429: RefusalSerializer}


class Pages(LimitOffsetPagination):
    """Fifty rows at a time, a hundred at most."""

    default_limit = 50
    max_limit = 100


class PublicView(APIView):
    """A view whose every refusal is {code, detail, field}."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        # A guest is known by the session cookie alone: their writes need its token too.
        known_guest = not request.user.is_authenticated and actor_of(request).person is not None
        if known_guest and request.method not in ("GET", "HEAD", "OPTIONS"):
            SessionAuthentication().enforce_csrf(request)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, Refusal):
            return _refused(exc)
        response = super().handle_exception(exc)
        if isinstance(exc, ValidationError):
            body = _first_error(exc.get_full_details())
            response.status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
        else:
            code = exc.default_code if isinstance(exc, APIException) else "not_found"
            body = {"code": code, "detail": str(response.data.get("detail", "")), "field": ""}
        response.data = body
        if response.status_code == status.HTTP_404_NOT_FOUND:
            # Addresses of the API have no language: without this, the locale middleware would
            # look for the same address below /fr/ and redirect there.
            self.request._request.urlconf = "consultations.api_urls"
        return response


def _first_error(details: Any, field: str = "") -> dict[str, str]:
    match details:
        case {"code": code, "message": message}:
            return {"code": str(code), "detail": str(message), "field": field}
        case dict():
            name, inside = next(iter(details.items()))
            return _first_error(inside, "" if name == "non_field_errors" else str(name))
        case [first, *_rest]:
            return _first_error(first, field)
        case _:
            return {"code": "invalid", "detail": str(details), "field": field}


def _refused(refusal: Refusal) -> Response:
    headers = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooMany) else None
    body = {"code": refusal.code, "detail": str(refusal.message), "field": refusal.field}
    return Response(body, status=status_of(refusal), headers=headers)


def actor_of(request: Request) -> Actor:
    """Return who makes a request."""
    actor: Actor = request._request.actor  # type: ignore[attr-defined]
    return actor


def _published() -> "QuerySet[Consultation]":
    return with_calendar(Consultation.objects.filter(is_published=True))


class ConsultationList(PublicView, generics.ListAPIView):
    """The published consultations, the newest first."""

    serializer_class = ConsultationSerializer
    pagination_class = Pages

    def get_queryset(self) -> "QuerySet[Consultation]":
        return _published().order_by("-space__published_at", "-pk")


class ConsultationDetail(PublicView, generics.RetrieveAPIView):
    """One consultation: its framing, its calendar, its activities and what is open in them."""

    serializer_class = ConsultationDetailSerializer

    def get_object(self) -> Consultation:
        found = _published().filter(space__slug=self.kwargs["slug"]).first()
        if found is None:
            raise Http404
        return found


def _public_proposals() -> Any:
    return Contribution.objects.public().filter(activity__space__published_at__isnull=False)


def _filters(request: Request) -> ProposalFilters:
    given = {name: value for name, value in request.query_params.items() if name != "state"}
    given["state"] = STATES.get(request.query_params.get("state", ""), "")
    given["sort"] = SORTS.get(request.query_params.get("sort", ""), Sort.NEWEST)
    allowed = {
        "theme": frozenset(Theme.objects.values_list("slug", flat=True)),
        "commune": frozenset(Organisation.objects.values_list("slug", flat=True)),
        "college": frozenset(College.values),
        "channel": frozenset(Channel.values),
    }
    return read_filters(given, allowed)


def _query(name: str, description: str, enum: list[str] | None = None) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.QUERY, description=description, enum=enum)


class ProposalList(PublicView):
    """The public proposals, paged; and the same form as the page to say something."""

    @extend_schema(
        operation_id="proposals_list",
        parameters=[
            OpenApiParameter("limit", int, OpenApiParameter.QUERY, description="100 at most"),
            OpenApiParameter("offset", int, OpenApiParameter.QUERY),
            OpenApiParameter(
                "activity", int, OpenApiParameter.QUERY, description="a call for proposals"
            ),
            _query("q", "words to find, stemmed in French"),
            _query("theme", "short address of a theme"),
            _query("commune", "short address of a commune"),
            _query("college", "capacity of the author", list(College.values)),
            _query("channel", "how it was said", list(Channel.values)),
            _query("state", "what became of it", list(STATES)),
            _query("sort", "order", list(SORTS)),
        ],
        responses={200: ProposalSerializer(many=True)},
    )
    def get(self, request: Request) -> Response:
        """Return a page of public proposals."""
        public = _public_proposals()
        if activity := request.query_params.get("activity", ""):
            public = public.filter(activity_id=_key(activity, "activity"))
        rows: Any = ProposalRows(narrowed(public, _filters(request)))
        pages = Pages()
        lines = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(ProposalSerializer(lines, many=True).data)

    @extend_schema(
        operation_id="proposals_create",
        request=SubmissionSerializer,
        responses={200: ReceiptSerializer, 201: ReceiptSerializer, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Say something: refused like the form, with the same sentences."""
        form = SubmissionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        spend_address(request._request, "contribute")
        activity = _activity(data["activity"])
        earlier = submitted_with(activity, data["submission_key"])
        is_nobody = actor_of(request).person is None
        if earlier is not None and is_nobody and earlier.author.user_id is None:
            # A guest without a session is nobody twice: the key alone makes a repeat harmless.
            return Response(ReceiptSerializer(earlier).data, status=status.HTTP_200_OK)
        commune, neighbourhood = _place(activity, data)
        with transaction.atomic():
            actor = _acting(request, activity, data.get("author"))
            contribution = submit_contribution(
                actor=actor,
                activity=activity,
                person=actor.person,  # type: ignore[arg-type]
                title=data["title"],
                text=data["text"],
                theme=_theme(data["theme"]),
                commune=commune,
                neighbourhood=neighbourhood,
                place=data["place"],
                latitude=data["latitude"],
                longitude=data["longitude"],
                place_confirmed=data["place_confirmed"],
                accepted_conditions=data["accepted_conditions"],
                submission_key=data["submission_key"],
                language=data["language"] or get_language() or "fr",
            )
        return Response(ReceiptSerializer(contribution).data, status=status.HTTP_201_CREATED)


class ProposalDetail(PublicView):
    """One public proposal, with its answer or the date it is promised for."""

    @extend_schema(operation_id="proposals_read", responses={200: ProposalDetailSerializer})
    def get(self, request: Request, number: str) -> Response:
        """Return a public proposal."""
        return Response(ProposalDetailSerializer(_proposal(number)).data)


class ProposalSupport(PublicView):
    """One's support of a proposal."""

    @extend_schema(
        operation_id="support_give",
        request=GuestSerializer,
        responses={200: SupportSerializer, **REFUSALS},
    )
    def post(self, request: Request, number: str) -> Response:
        """Support a proposal; supporting it twice counts once."""
        form = GuestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        spend_address(request._request, "support")
        proposal = _proposal(number)
        with transaction.atomic():
            actor = _acting(request, proposal.activity, form.validated_data.get("author"))
            support(actor=actor, contribution=proposal, person=actor.person)  # type: ignore[arg-type]
        return self._count(proposal, supported=True)

    @extend_schema(
        operation_id="support_withdraw",
        request=None,
        responses={200: SupportSerializer, **REFUSALS},
    )
    def delete(self, request: Request, number: str) -> Response:
        """Take one's support back."""
        proposal = _proposal(number)
        actor = actor_of(request)
        if actor.person is None:
            raise NotAllowed(_("Say who you are first."), code="identify")
        withdraw_support(actor=actor, contribution=proposal, person=actor.person)
        return self._count(proposal, supported=False)

    @staticmethod
    def _count(proposal: Contribution, *, supported: bool) -> Response:
        proposal.refresh_from_db(fields=["supports_count"])
        body = {
            "number": proposal.case.number,
            "supports": proposal.supports_count,
            "supported": supported,
        }
        return Response(SupportSerializer(body).data)


def _acting(request: Request, activity: Activity, author: dict[str, Any] | None) -> Actor:
    """Return who acts: the session's person, or a guest where the activity asks for nothing more.

    A guest refused afterwards leaves nothing: the caller's transaction takes the person back.
    """
    actor = actor_of(request)
    if actor.person is not None:
        return actor
    if not author:
        raise NotAllowed(_("Say who you are first."), code="identify")
    person: Person = create_person(
        public_name=author["public_name"],
        college=author["college"],
        language=(get_language() or "fr")[:2],
    )
    return Actor(user=actor.user, person=person)


def _proposal(number: str) -> Contribution:
    if not NUMBER.fullmatch(number):
        raise Http404
    found = (
        _public_proposals()
        .filter(case__number=number)
        .select_related(
            "activity__space__organisation",
            "author",
            "theme",
            "commune",
            "neighbourhood",
            "case__organisation",
            "case__department",
        )
        .first()
    )
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def _activity(key: int) -> Activity:
    found = Activity.objects.filter(pk=key, space__published_at__isnull=False)
    activity = found.select_related("space__organisation", "department").first()
    if activity is None:
        raise Refusal(
            _("This call for proposals does not exist."), code="unknown", field="activity"
        )
    return activity


def _key(text: str, field: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Refusal(_("This is not a number."), code="invalid", field=field)
    return int(text)


def _theme(slug: str) -> Theme | None:
    if not slug:
        return None
    theme = Theme.objects.filter(slug=slug).first()
    if theme is None:
        raise Refusal(_("This theme does not exist."), code="unknown", field="theme")
    return theme


def _place(
    activity: Activity, data: dict[str, Any]
) -> tuple[Organisation | None, Neighbourhood | None]:
    if not data["commune"]:
        return None, None
    commune = communes_of(activity.space).filter(slug=data["commune"]).first()
    if commune is None:
        raise Refusal(
            _("Choose a commune of this consultation."), code="other_commune", field="commune"
        )
    if not data["neighbourhood"]:
        return commune, None
    neighbourhood = commune.neighbourhoods.filter(slug=data["neighbourhood"]).first()
    if neighbourhood is None:
        raise Refusal(
            _("This neighbourhood is in another commune."),
            code="other_neighbourhood",
            field="neighbourhood",
        )
    return commune, neighbourhood
