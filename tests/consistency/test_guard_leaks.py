"""A text with an open finding is read nowhere: page, table, export, API, search, sitemap, mail."""

from collections.abc import Iterator

from django.core import mail
from django.core.cache import cache
from django.db.models import CharField
from django.test import TestCase
from django.utils import timezone

from civic.accounts.policies import SYSTEM
from civic.cases.models import Request, RequestPhoto
from civic.core.models import SearchEntry
from civic.discussion.models import Comment
from civic.discussion.notifications import tell_of_comment
from civic.discussion.services import post_comment
from civic.notifications.tasks import send_digests, send_pending
from civic.participation.models import Contribution
from civic.privacy.models import GuardedModel, HoldReason
from civic.privacy.registry import privacy_registry
from civic.privacy.selectors import open_findings
from civic.privacy.services.screening import screen
from tests.consistency.outputs import public_outputs
from tests.consistency.scene import Scene, make_scene
from tests.factories.people import make_person

# No text of the scene says it, and no rule of the guard sees anything in it.
SENTINEL = "zibelinette"
PHONE = "06 39 98 41 27"
# If these are read nowhere, the test proves nothing.
SHOWN = {"cases.Request", "discussion.Comment", "participation.Contribution"}


class NothingHeldIsRead(TestCase):
    """One scene in which a row of each guarded model says the sentinel, then a telephone number."""

    scene: Scene

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.scene = make_scene()
        post_comment(
            actor=SYSTEM,
            target=Contribution.objects.get(case__number=cls.scene.values["number"]),
            person=make_person("Une voix", assurance_level=10),
            text="Je suis pour.",
            stance="for",
        )
        RequestPhoto.objects.create(
            request=Request.objects.public().first(),
            file="requests/photo.webp",
            width=40,
            height=20,
            looked_at=timezone.now(),
        )

    def test_a_text_with_an_open_finding_appears_in_no_public_output(self) -> None:
        words = {model: f"{SENTINEL}{model._meta.model_name}" for model in privacy_registry.guarded}
        rows = {model: model._default_manager.order_by("screening", "pk").last() for model in words}
        for model, row in rows.items():
            # Searched for by its first word, which the page of results repeats.
            _say(row, f"{SENTINEL} {words[model]}")
            assert row.is_public
            if isinstance(row, Comment):
                tell_of_comment(row, discussed=row.content_object)
        before = dict(self._outputs())
        for model, word in words.items():
            shown = [path for path, body in before.items() if word in body]
            if model._meta.label not in SHOWN:
                continue
            assert shown, f"{model._meta.label} is shown nowhere: nothing is proved."

        for row in rows.values():
            _say(row, PHONE)
            assert open_findings(row)
            assert not row.is_public

        # What was kept before is kept still: a visitor of the next second reads it.
        leaks = [
            f"{model._meta.label}: {path}"
            for path, body in self._outputs()
            for model, word in words.items()
            if word in body or PHONE in body
        ]
        assert leaks == []
        assert not SearchEntry.objects.filter(excerpt__contains=SENTINEL).exists()
        send_pending()
        send_digests()
        told = "\n".join(f"{one.subject}\n{one.body}" for one in mail.outbox)
        assert SENTINEL not in told
        assert PHONE not in told
        assert SENTINEL not in str(getattr(cache, "_cache", ""))

    def _outputs(self) -> Iterator[tuple[str, str]]:
        return public_outputs(self.scene, search=SENTINEL)


def _say(row: GuardedModel, words: str) -> None:
    """Add words to each guarded text of a row, as if just written, and let the guard look."""
    for name in row.GUARDED_FIELDS:
        column = row._meta.get_field(name)
        text = f"{getattr(row, name)} {words}".strip()
        if isinstance(column, CharField) and column.max_length:
            text = text[-column.max_length :]
        setattr(row, name, text)
    # As a text that was just stored: what is public is written again everywhere.
    if words != PHONE:
        row.screening, row.held_for = "held", HoldReason.NEW
    row.save()
    screen(instance=row, organisation_id=privacy_registry.organisation_of[type(row)](row))
