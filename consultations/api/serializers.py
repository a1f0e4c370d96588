"""What the public API shows of consultations and proposals, and what it accepts."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from civic.accounts.enums import College
from civic.cases.enums import CaseState
from civic.participation.logic.texts import clean_text
from civic.participation.models import Activity, Contribution
from civic.participation.selectors import standings

from ..models import Consultation
from ..selectors import consultation_url, proposal_url, stage_of


class PhaseSerializer(serializers.Serializer):
    """One interval of the calendar."""

    title = serializers.CharField()
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    approximate = serializers.CharField()


class ActSerializer(serializers.Serializer):
    """Whether something is open, until when, or why not."""

    act = serializers.CharField()
    is_open = serializers.BooleanField()
    opens_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)
    sentence = serializers.CharField()


class ConditionSerializer(serializers.Serializer):
    """Something to accept before taking part."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    text = serializers.CharField()
    required = serializers.BooleanField()


class ActivitySerializer(serializers.Serializer):
    """One activity, with what is open in it now."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    title = serializers.CharField()
    assurance_level = serializers.IntegerField()
    publication_rule = serializers.CharField()
    answer_working_days = serializers.IntegerField()
    proposals = serializers.IntegerField(source="contributions_count")
    acts = serializers.SerializerMethodField()
    conditions = ConditionSerializer(many=True)
    themes = serializers.SerializerMethodField()

    def get_themes(self, activity: Activity) -> list[str]:
        return [theme.slug for theme in activity.themes.all()]

    @extend_schema_field(ActSerializer(many=True))
    def get_acts(self, activity: Activity) -> Any:
        return ActSerializer(list(standings(activity).values()), many=True).data


class ConsultationSerializer(serializers.Serializer):
    """One line of the list of consultations."""

    slug = serializers.CharField(source="space.slug")
    title = serializers.CharField(source="space.title")
    question = serializers.CharField()
    organisation = serializers.CharField(source="space.organisation.name")
    participation_level = serializers.CharField()
    decider = serializers.CharField()
    answer_due_on = serializers.DateField(allow_null=True)
    outcome_published_on = serializers.DateField(allow_null=True)
    published_at = serializers.DateTimeField(source="space.published_at")
    state = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    def get_state(self, consultation: Consultation) -> str:
        return str(stage_of(consultation).state)

    def get_url(self, consultation: Consultation) -> str | None:
        return consultation_url(consultation)


class ConsultationDetailSerializer(ConsultationSerializer):
    """A consultation with its framing, calendar and activities."""

    how_decided = serializers.CharField()
    what_is_open = serializers.CharField()
    what_is_fixed = serializers.CharField()
    contact_phone = serializers.CharField()
    contact_email = serializers.CharField()
    phases = PhaseSerializer(source="space.phases.all", many=True)
    activities = ActivitySerializer(source="space.activities.all", many=True)


class ProposalSerializer(serializers.Serializer):
    """One line of the list of proposals."""

    number = serializers.CharField()
    title = serializers.CharField()
    excerpt = serializers.CharField()
    author = serializers.CharField()
    college = serializers.ChoiceField(College.choices)
    college_label = serializers.CharField()
    theme = serializers.CharField()
    place = serializers.CharField()
    channel = serializers.CharField()
    supports = serializers.IntegerField()
    comments = serializers.IntegerField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    promised_on = serializers.DateField(allow_null=True)
    answered_on = serializers.DateField(allow_null=True)
    language = serializers.CharField()


class AnswerSerializer(serializers.Serializer):
    """An argued answer: outcome, reason, what happens when."""

    outcome = serializers.CharField()
    reason = serializers.CharField()
    next_steps = serializers.CharField()
    answered_on = serializers.DateField()
    answered_as = serializers.CharField()


class ProposalDetailSerializer(serializers.Serializer):
    """A proposal with its text, its case and its answer."""

    number = serializers.CharField(source="case.number")
    activity = serializers.IntegerField(source="activity_id")
    title = serializers.CharField()
    text = serializers.CharField()
    author = serializers.CharField(source="author.public_name")
    college = serializers.CharField()
    college_label = serializers.CharField()
    theme = serializers.CharField(source="theme.slug", default=None)
    commune = serializers.CharField(source="commune.slug", default=None)
    neighbourhood = serializers.CharField(source="neighbourhood.slug", default=None)
    place = serializers.CharField(source="public_place")
    latitude = serializers.FloatField(source="public_latitude", allow_null=True)
    longitude = serializers.FloatField(source="public_longitude", allow_null=True)
    channel = serializers.CharField()
    people_count = serializers.IntegerField()
    said_at = serializers.DateTimeField()
    version = serializers.IntegerField()
    language = serializers.CharField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_reason = serializers.CharField()
    supports = serializers.IntegerField(source="supports_count")
    comments = serializers.IntegerField(source="comments_count")
    state = serializers.CharField(source="case.state")
    received_on = serializers.DateField(source="case.received_on")
    promised_on = serializers.DateField(source="case.promised_on", allow_null=True)
    answer = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    @extend_schema_field(AnswerSerializer(allow_null=True))
    def get_answer(self, proposal: Contribution) -> Any:
        if proposal.case.state != CaseState.ANSWERED:
            return None
        return AnswerSerializer(proposal.case).data

    def get_url(self, proposal: Contribution) -> str | None:
        return proposal_url(proposal)


class AuthorSerializer(serializers.Serializer):
    """Who a guest is, where an activity asks for nothing more."""

    public_name = serializers.CharField(max_length=80)
    college = serializers.ChoiceField(College.choices, default=College.RESIDENT)


class GuestSerializer(serializers.Serializer):
    """An act of the session's person, or of a guest."""

    author = AuthorSerializer(required=False, allow_null=True)


class WordsField(serializers.CharField):
    """Words of a person: control characters leave before anything is judged, as in the form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        return clean_text(super().to_internal_value(data))


class SubmissionSerializer(GuestSerializer):
    """What one says: the service judges the texts, so that the form and the API say the same."""

    activity = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    title = WordsField()
    text = WordsField()
    theme = serializers.CharField(allow_blank=True, default="", max_length=60)
    commune = serializers.CharField(allow_blank=True, default="", max_length=60)
    neighbourhood = serializers.CharField(allow_blank=True, default="", max_length=60)
    place = WordsField(default="")
    latitude = serializers.FloatField(allow_null=True, default=None)
    longitude = serializers.FloatField(allow_null=True, default=None)
    place_confirmed = serializers.BooleanField(default=False)
    accepted_conditions = serializers.ListField(
        child=serializers.IntegerField(), default=list, max_length=50
    )
    submission_key = serializers.UUIDField(allow_null=True, default=None)
    language = serializers.CharField(allow_blank=True, default="", max_length=5)


class ReceiptSerializer(serializers.Serializer):
    """What the author keeps: the number, whether it is public, the promised date."""

    number = serializers.CharField(source="case.number")
    is_public = serializers.BooleanField()
    held_for = serializers.CharField()
    received_on = serializers.DateField(source="case.received_on")
    promised_on = serializers.DateField(source="case.promised_on")
    url = serializers.SerializerMethodField()

    def get_url(self, proposal: Contribution) -> str | None:
        return proposal_url(proposal)


class SupportSerializer(serializers.Serializer):
    """The supports of a proposal after one's act."""

    number = serializers.CharField()
    supports = serializers.IntegerField()
    supported = serializers.BooleanField()


class RefusalSerializer(serializers.Serializer):
    """Why something was refused: a stable word, a sentence, the field it belongs to."""

    code = serializers.CharField()
    detail = serializers.CharField()
    field = serializers.CharField(allow_blank=True)
