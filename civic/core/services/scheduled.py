"""Publish and unpublish scheduled pages one by one, so that a faulty one stops no other."""

import logging
from datetime import datetime

from wagtail.models import Page, Revision

logger = logging.getLogger(__name__)


def publish_scheduled_pages(moment: datetime) -> int:
    """Apply what was scheduled up to a moment; return how many pages changed."""
    changed = 0
    for revision in Revision.page_revisions.filter(approved_go_live_at__lte=moment).order_by(
        "approved_go_live_at", "pk"
    ):
        try:
            revision.publish()
        except Exception:
            logger.exception("The scheduled page %s could not be published.", revision.object_id)
        else:
            changed += 1
    for page in Page.objects.live().filter(expire_at__lte=moment).order_by("pk"):
        try:
            page.specific.unpublish(set_expired=True)
        except Exception:
            logger.exception("The expired page %s could not be taken back.", page.pk)
        else:
            changed += 1
    return changed
