"""What those who write, amend or follow a text are told."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.audit.services import key_of
from civic.notifications.models import Follow
from civic.notifications.services.notices import notify, notify_all

from ..models import Paragraph, TextVersion
from ..selectors.addresses import paragraph_url, text_url, version_url

TAKEN_OVER = "text.taken_over"
VERSION = "text.version"


def tell_taken_over(paragraph: Paragraph, *, taken_from: Person, by: Person) -> None:
    """Tell somebody that the paragraph they were writing is in other hands; nothing is lost."""
    with translation.override(taken_from.language):
        notify(
            person=taken_from,
            kind=TAKEN_OVER,
            about=key_of(paragraph),
            subject=_("%(name)s took over the paragraph you were writing")
            % {"name": by.public_name},
            body=_(
                "In « %(title)s ». What you had not saved is kept in your browser; when you save "
                "it, both versions are shown side by side."
            )
            % {"title": paragraph.text.title},
            url=paragraph_url(paragraph),
            organisation=paragraph.text.activity.space.organisation,
            key=f"{timezone.now():%Y%m%d%H%M%S}",
        )


def tell_version(version: TextVersion) -> None:
    """Tell the followers of a text, and those who amended it, that a version was published."""
    text = version.text
    followers = Follow.objects.filter(target=key_of(text), muted=False).values("person_id")
    authors = text.paragraphs.filter(amendments__isnull=False).values(
        "amendments__contribution__author_id"
    )
    people = list(
        Person.objects.filter(erased_at=None, pk__in=followers)
        | Person.objects.filter(erased_at=None, pk__in=authors)
    )
    for language in sorted({person.language for person in people}):
        with translation.override(language):
            notify_all(
                people=[person for person in people if person.language == language],
                kind=VERSION,
                about=key_of(text),
                subject=_("Version %(letter)s of « %(title)s »")
                % {"letter": version.letter, "title": text.title},
                body=version.note or version.title,
                url=version_url(version) if version.number > 1 else text_url(text),
                organisation=text.activity.space.organisation,
                key=f"version:{version.number}",
            )
