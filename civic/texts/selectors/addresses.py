"""Public addresses of a text and of what is in it, in the active language."""

from django.urls import reverse

from civic.participation.models import Contribution

from ..models import AmendmentDetail, Paragraph, Text, TextVersion


def text_url(text: Text) -> str:
    """Return the address where a text is read."""
    return reverse("text_read", kwargs={"slug": text.slug})


def paragraph_url(paragraph: Paragraph) -> str:
    """Return the lasting address of a paragraph: its key never changes."""
    return reverse("text_paragraph", kwargs={"slug": paragraph.text.slug, "key": paragraph.key})


def version_url(version: TextVersion) -> str:
    """Return the address of what a version changed."""
    return (
        reverse("text_compare", kwargs={"slug": version.text.slug})
        + f"?de={version.number - 1}&a={version.number}"
    )


def amendment_url(contribution: Contribution) -> str | None:
    """Return the address of an amendment, or None while its text is not public."""
    slug = (
        Text.objects.public()
        .filter(activity_id=contribution.activity_id)
        .values_list("slug", flat=True)
        .first()
    )
    if slug is None:
        return None
    return reverse("text_amendment", kwargs={"slug": slug, "number": contribution.number})


def own_amendment_url(amendment: AmendmentDetail) -> str:
    """Return the address of an amendment whose paragraph and text are known."""
    return reverse(
        "text_amendment",
        kwargs={"slug": amendment.paragraph.text.slug, "number": amendment.contribution.number},
    )


def discussed_url(paragraph: Paragraph) -> str | None:
    """Return where a paragraph is discussed, or None while its text is not public."""
    return paragraph_url(paragraph) if paragraph.text.is_public else None
