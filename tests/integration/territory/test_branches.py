"""A branch has its own editors, moderators, files and workflow, and no other's."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupPagePermission, WorkflowPage

from civic.accounts.policies import SYSTEM
from civic.core.exceptions import NotAllowed
from civic.territory.services.branches import editors_group, moderators_group, seed_branch
from tests.factories.territory import make_branch, make_site
from tests.integration.home.pages import make_collections

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def permissions_and_collections(db: None) -> None:
    make_collections()


def test_a_branch_gets_its_groups_its_files_and_its_workflow() -> None:
    page = make_branch("saint-aurel")
    editors, moderators = seed_branch(actor=SYSTEM, page=page)
    assert editors.name == editors_group(page.organisation)
    assert moderators.name == moderators_group(page.organisation)
    may = {
        group.name: set(
            GroupPagePermission.objects.filter(group=group, page=page).values_list(
                "permission__codename", flat=True
            )
        )
        for group in (editors, moderators)
    }
    assert may[editors.name] == {"add_page", "change_page"}
    assert "publish_page" in may[moderators.name]
    collection = Collection.objects.get(name=page.organisation.name)
    assert collection.group_permissions.filter(group=editors).exists()
    task = WorkflowPage.objects.get(page=page).workflow.tasks[0]
    assert list(task.specific.groups.all()) == [moderators]


def test_seeding_twice_changes_nothing() -> None:
    page = make_branch("saint-aurel")
    seed_branch(actor=SYSTEM, page=page)

    def counts() -> tuple[int, ...]:
        return (
            Group.objects.count(),
            GroupPagePermission.objects.count(),
            Collection.objects.count(),
            WorkflowPage.objects.count(),
        )

    before = counts()
    seed_branch(actor=SYSTEM, page=page)
    assert counts() == before


def test_the_root_of_the_tree_is_for_administrators_only() -> None:
    seed_branch(actor=SYSTEM, page=make_site())
    assert not GroupPagePermission.objects.filter(page__depth=1).exists()


def test_bruno_cannot_open_a_branch(bruno) -> None:
    with pytest.raises(NotAllowed):
        seed_branch(actor=bruno, page=make_branch("saint-aurel"))
