"""The bulk path of a long text: a plan of 400 paragraphs with 3,000 comments and amendments.

The text is started, imported and published by the services; amendments and comments are rows as
the services would have written them, with the counters of the paragraphs set from a count.
"""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from civic.accounts.models import Person, User
from civic.accounts.policies import SYSTEM, Actor
from civic.cases.enums import CaseOrigin, CaseState
from civic.cases.models import Case
from civic.core.logic.stemming import search_document
from civic.participation.enums import Act, ContributionKind
from civic.participation.models import Contribution, Space
from civic.participation.services.phases import open_always
from civic.texts.logic.documents import Document, DocumentSection
from civic.texts.models import AmendmentDetail, Paragraph, Text
from civic.texts.services.imports import import_document
from civic.texts.services.texts import start_text
from civic.texts.services.versions import publish_version
from tests.load.volume import free_numbers

WORDS = (
    "Chaque gare dispose d’un abri fermé, éclairé et gratuit pour les vélos, et chaque commune "
    "d’un arrêt couvert où l’horaire se lit de loin. "
)
PER_ARTICLE = 10


@dataclass(frozen=True)
class PlanVolume:
    """How many rows of each kind."""

    paragraphs: int
    amendments: int
    comments: int

    @classmethod
    def full(cls) -> "PlanVolume":
        return cls(paragraphs=400, amendments=1_500, comments=1_500)

    @classmethod
    def small(cls) -> "PlanVolume":
        return cls(paragraphs=40, amendments=60, comments=60)


def write_plan(space: Space, volume: PlanVolume) -> Text:
    """Write a text of a space, open to comments and amendments, and what was said about it."""
    user = User.objects.create_superuser("mesure-plan@example.org", full_name="Mesure")
    person = Person.objects.create(user=user, public_name="Mesure", email=user.email)
    writer = Actor(user=user, person=person)
    text = start_text(actor=writer, space=space, title="Plan mesuré de soixante pages")
    articles = [
        DocumentSection(
            heading=f"Article de mesure {article}",
            paragraphs=[f"Mesure {article}.{rank}. {WORDS * 3}" for rank in range(PER_ARTICLE)],
        )
        for article in range(volume.paragraphs // PER_ARTICLE)
    ]
    import_document(
        actor=writer,
        text=text,
        document=Document(sections=articles),
        keep_findings_because="Aucun nom.",
    )
    publish_version(actor=writer, text=text, title="Première version")
    open_always(actor=SYSTEM, activity=text.activity, acts=[Act.COMMENT, Act.AMEND])
    with transaction.atomic():
        _amendments(text, person, volume.amendments)
        _comments(text, volume.comments)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return text


def _amendments(text: Text, author: Person, count: int) -> None:
    paragraphs = list(Paragraph.objects.filter(text=text).select_related("current"))
    numbers = free_numbers()
    today, now = timezone.localdate(), timezone.now()
    cases = Case.objects.bulk_create(
        Case(
            number=next(numbers),
            origin=CaseOrigin.CONTRIBUTION,
            organisation=text.activity.space.organisation,
            state=CaseState.RECEIVED,
            received_on=today,
            promised_on=today,
        )
        for _one in range(count)
    )
    rows = Contribution.objects.bulk_create(
        Contribution(
            activity=text.activity,
            kind=ContributionKind.AMENDMENT,
            case=case,
            author=author,
            title=f"Modifier le paragraphe {rank}",
            text=f"Au lieu de cela : {WORDS}",
            channel="online",
            college="resident",
            said_at=now,
            screening="released",
            held_for="",
            released_at=now,
            stems=search_document("Modifier", WORDS),
        )
        for rank, case in enumerate(cases)
    )
    AmendmentDetail.objects.bulk_create(
        AmendmentDetail(
            contribution=row,
            paragraph=paragraphs[rank % len(paragraphs)],
            base_revision=paragraphs[rank % len(paragraphs)].current,
            why="Parce que l’arrêt est en plein vent.",
        )
        for rank, row in enumerate(rows)
    )
    type(text.activity).objects.filter(pk=text.activity_id).update(contributions_count=count)


def _comments(text: Text, count: int) -> None:
    """Write each comment in the three tables of the comment model, as its own thread."""
    keys = list(Paragraph.objects.filter(text=text).order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(id), 0) + 1 FROM django_comments")
        start = cursor.fetchone()[0]
        values = {
            "start": start,
            "end": start + count - 1,
            "type": ContentType.objects.get_for_model(Paragraph).pk,
            "keys": keys,
        }
        cursor.execute(
            """
            INSERT INTO django_comments
              (id, object_pk, user_name, user_email, user_url, comment, submit_date, is_public,
               is_removed, content_type_id, site_id)
            SELECT i, (%(keys)s::bigint[])[1 + i %% cardinality(%(keys)s::bigint[])]::text,
              '', '', '', 'Ce paragraphe oublie les arrêts sans trottoir.', now(), true, false,
              %(type)s, 1
            FROM generate_series(%(start)s, %(end)s) AS i
            """,
            values,
        )
        cursor.execute(
            """
            INSERT INTO django_comments_xtd_xtdcomment
              (comment_ptr_id, thread_id, parent_id, level, "order", followup, nested_count)
            SELECT i, i, i, 0, 1, false, 0 FROM generate_series(%(start)s, %(end)s) AS i
            """,
            values,
        )
        cursor.execute(
            """
            INSERT INTO discussion_comment
              (xtdcomment_ptr_id, person_id, stance, channel, college, college_label,
               removed_rule, language, screening, held_for, released_at)
            SELECT i, %(person)s, 'question', 'online', 'resident', '', '', 'fr', 'released', '',
              now()
            FROM generate_series(%(start)s, %(end)s) AS i
            """,
            values | {"person": Person.objects.order_by("-pk").values_list("pk", flat=True)[0]},
        )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('django_comments', 'id'), %(end)s)", values
        )
        cursor.execute(
            """
            UPDATE texts_paragraph p SET comments_count = counted.total
            FROM (SELECT object_pk::bigint AS id, count(*) AS total FROM django_comments
                  WHERE content_type_id = %(type)s GROUP BY 1) AS counted
            WHERE counted.id = p.id
            """,
            values,
        )
