"""What becomes of comments and reports when a person is merged or erased."""

from civic.accounts.models import Person

from ..models import Comment, Report


def move_comments(kept: Person, absorbed: Person) -> int:
    """Give the comments said on paper to the person who claims them."""
    return Comment.objects.filter(person=absorbed).update(person=kept)


def move_reports(kept: Person, absorbed: Person) -> int:
    """Give the reports to the person who stays; the same text reported twice counts once."""
    mine = set(Report.objects.filter(person=kept).values_list("content_type_id", "object_id"))
    moved = 0
    for report in Report.objects.filter(person=absorbed):
        twice = (report.content_type_id, report.object_id) in mine
        report.person = None if twice else kept
        report.save(update_fields=["person"])
        moved += 1
    return moved


def forget_reports(person: Person) -> int:
    """Remove who reported and in which words; the report itself stays in the queue."""
    return Report.objects.filter(person=person).update(person=None, text="")
