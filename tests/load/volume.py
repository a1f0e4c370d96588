"""The bulk path: the volumes of a large territory, in a minute, on PostgreSQL.

Nothing here goes through the services, which is the point: ten thousand of them would take an
hour. The rows are those the services would have written — a case per proposal, stems, a thread
per comment, an entry in the site search — without notices and without a journal. Supports and
comments are written by the database from series of numbers; the counters of the contributions are
then set from a count and `recount` proves, by another query, that each shows what is stored.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from civic.accounts.models import Person
from civic.cases.enums import CaseOrigin, CaseState
from civic.cases.logic.numbering import check_digit, format_number
from civic.cases.models import Case
from civic.core.logic.stemming import search_document
from civic.core.services.search import rebuild_index
from civic.participation.models import Activity, Contribution
from civic.territory.models import Theme

WORDS = (
    "vélo piste trottoir école cantine arbre ombre canal marché gare bus horaire médiathèque "
    "banc éclairage place jardin rivière compost chauffage toiture isolation commerce sentier "
    "fontaine crèche gymnase rue carrefour vitesse bruit déchets tri eau pluie haie verger"
).split()
SENTENCE = "Il faudrait {0} et {1} près de {2}, parce que {3} manque et que {4} arrive trop tard. "


@dataclass(frozen=True)
class Volume:
    """How many rows of each kind; `discussed` comments are on one proposal."""

    people: int
    proposals: int
    comments: int
    supports: int
    discussed: int = 200

    @classmethod
    def full(cls) -> "Volume":
        return cls(people=2_000, proposals=10_000, comments=50_000, supports=200_000)

    @classmethod
    def small(cls) -> "Volume":
        return cls(people=300, proposals=400, comments=1_500, supports=4_000)


def fill(activity: Activity, volume: Volume) -> Contribution:
    """Write the volume into an activity; return the proposal with `volume.discussed` comments."""
    with transaction.atomic():
        _people(volume)
        first, last = _proposals(activity, volume)
        _supports(first, last, volume)
        _comments(first, last, volume)
        _set_counters(activity, first, last)
    rebuild_index()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Contribution.objects.select_related("case").get(pk=first)


def _people(volume: Volume) -> None:
    Person.objects.bulk_create(
        (
            Person(
                public_name=f"Habitante {number}",
                email=f"habitante-{number}@example.org",
                email_confirmed=True,
                assurance_level=10,
            )
            for number in range(volume.people)
        ),
        batch_size=1_000,
    )


def _proposals(activity: Activity, volume: Volume) -> tuple[int, int]:
    draw = random.Random(2026)
    organisation = activity.space.organisation
    authors = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    themes = list(Theme.objects.values_list("pk", flat=True))
    now = timezone.now()
    today = timezone.localdate()
    free = free_numbers()
    cases = Case.objects.bulk_create(
        (
            Case(
                number=next(free),
                origin=CaseOrigin.CONTRIBUTION,
                organisation=organisation,
                state=CaseState.RECEIVED,
                received_on=today - timedelta(days=n % 40),
                promised_on=today + timedelta(days=60 - n % 40),
            )
            for n in range(volume.proposals)
        ),
        batch_size=1_000,
    )
    rows = []
    for n, case in enumerate(cases):
        title = f"{' '.join(draw.sample(WORDS, 3)).capitalize()} numéro {n}"
        text = "".join(SENTENCE.format(*draw.sample(WORDS, 5)) for _ in range(5))
        rows.append(
            Contribution(
                activity=activity,
                case=case,
                author_id=draw.choice(authors),
                title=title,
                text=text,
                theme_id=draw.choice(themes) if themes else None,
                channel="paper" if n % 5 == 0 else "online",
                college="resident",
                said_at=now - timedelta(minutes=n),
                screening="released",
                held_for="",
                released_at=now,
                stems=search_document(title, text),
            )
        )
    made = Contribution.objects.bulk_create(rows, batch_size=500)
    return made[0].pk, made[-1].pk


def free_numbers() -> Iterator[str]:
    """Yield numbers no case has."""
    taken = set(Case.objects.values_list("number", flat=True))
    numbers = (format_number(f"{n}{check_digit(str(n))}") for n in range(1_000_000, 10_000_000))
    return (number for number in numbers if number not in taken)


def _supports(first: int, last: int, volume: Volume) -> None:
    """Spread supports unevenly: person p supports proposals at a stride, each pair once."""
    each = volume.supports // volume.proposals
    regular = sum(each // 2 + number % (each + 1) for number in range(volume.proposals))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO voting_support (contribution_id, person_id, channel, college, created_at)
            SELECT %(first)s + c, p.id, 'online', 'resident', now()
            FROM generate_series(0, %(proposals)s - 1) AS c
            CROSS JOIN LATERAL (
                SELECT id FROM accounts_person WHERE email LIKE 'habitante-%%'
                ORDER BY id OFFSET (c * 7) %% (%(people)s / 2)
                LIMIT %(each)s / 2 + c %% (%(each)s + 1)
                    + CASE WHEN c = 0 THEN %(left)s ELSE 0 END
            ) AS p
            """,
            {
                "first": first,
                "proposals": last - first + 1,
                "people": volume.people,
                "each": each,
                "left": volume.supports - regular,
            },
        )


def _comments(first: int, last: int, volume: Volume) -> None:
    """Write each comment in the three tables of the comment model, as its own thread."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(id), 0) + 1 FROM django_comments")
        start = cursor.fetchone()[0]
        values = {
            "start": start,
            "end": start + volume.comments - 1,
            "type": ContentType.objects.get_for_model(Contribution).pk,
            "first": first,
            "proposals": last - first + 1,
            "discussed": volume.discussed,
            "people": volume.people,
        }
        cursor.execute(
            """
            INSERT INTO django_comments
              (id, object_pk, user_name, user_email, user_url, comment, submit_date, is_public,
               is_removed, content_type_id, site_id)
            SELECT i,
              CASE WHEN i - %(start)s < %(discussed)s THEN %(first)s
                   ELSE %(first)s + 1 + (i * 7919) %% (%(proposals)s - 1) END,
              '', '', '', 'Je connais bien cet endroit : ce serait utile, surtout le matin.',
              now() - (i - %(start)s) * interval '1 minute', true, false, %(type)s, 1
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
            WITH people AS (
              SELECT id, row_number() OVER (ORDER BY id) - 1 AS rank
              FROM accounts_person WHERE email LIKE 'habitante-%%'
            )
            INSERT INTO discussion_comment
              (xtdcomment_ptr_id, person_id, stance, channel, college, college_label,
               removed_rule, language, screening, held_for, released_at)
            SELECT i, people.id, (ARRAY['for', 'against', 'neutral', 'question'])[1 + i %% 4],
              'online', 'resident', '', '', 'fr', 'released', '', now()
            FROM generate_series(%(start)s, %(end)s) AS i
            JOIN people ON people.rank = i %% %(people)s
            """,
            values,
        )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('django_comments', 'id'), %(end)s)", values
        )


def _set_counters(activity: Activity, first: int, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH supports AS (
              SELECT contribution_id AS id, count(*) AS total FROM voting_support
              WHERE contribution_id BETWEEN %(first)s AND %(last)s GROUP BY 1
            ), comments AS (
              SELECT c.object_pk::bigint AS id, count(*) AS total
              FROM django_comments c JOIN discussion_comment d ON d.xtdcomment_ptr_id = c.id
              WHERE d.screening = 'released' GROUP BY 1
            )
            UPDATE participation_contribution p
            SET supports_count = counted.supports, comments_count = counted.comments
            FROM (
              SELECT id, COALESCE(s.total, 0) AS supports, COALESCE(c.total, 0) AS comments
              FROM generate_series(%(first)s::bigint, %(last)s) AS id
              LEFT JOIN supports s USING (id) LEFT JOIN comments c USING (id)
            ) AS counted
            WHERE counted.id = p.id
            """,
            {"first": first, "last": last},
        )
    Activity.objects.filter(pk=activity.pk).update(
        contributions_count=Contribution.objects.public().filter(activity=activity).count()
    )


def recount() -> dict[str, int]:
    """Return what is stored by kind; raise AssertionError when a counter shows anything else."""
    from django.contrib.contenttypes.models import ContentType

    from civic.discussion.models import Comment

    # Paragraphs are discussed too, under keys of their own.
    discussed = ContentType.objects.get_for_model(Contribution)
    stored = dict(
        Comment.objects.public()
        .filter(content_type=discussed)
        .order_by()
        .values_list("object_pk")
        .annotate(total=Count("pk"))
        .values_list("object_pk", "total")
    )
    shown = Contribution.objects.annotate(stored=Count("supports")).values_list(
        "pk", "supports_count", "stored", "comments_count"
    )
    wrong = [
        (pk, supports, counted, comments)
        for pk, supports, counted, comments in shown.iterator()
        if supports != counted or comments != stored.get(str(pk), 0)
    ]
    if wrong:
        raise AssertionError(f"{len(wrong)} contributions show another number: {wrong[:3]}")
    public = Count("contributions", filter=Q(contributions__screening="released"))
    if Activity.objects.annotate(public=public).exclude(contributions_count=F("public")).exists():
        raise AssertionError("An activity shows another number of contributions.")
    return {
        "proposals": Contribution.objects.count(),
        "comments": sum(stored.values()),
        "supports": sum(Contribution.objects.values_list("supports_count", flat=True)),
    }
