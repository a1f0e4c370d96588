"""Open a branch of the tree to its own people: groups, collections, workflow."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from civic.audit.services import record
from civic.core.exceptions import NotAllowed
from civic.core.querysets import locked

from ..models import Organisation, OrganisationPage
from ..policies import PlacedActor, can_seed_branches

# Whoever works for a public body may open the administration; it gives nothing else.
STAFF_GROUP = "staff"
EDITOR_PAGES = ("add_page", "change_page")
MODERATOR_PAGES = (
    *EDITOR_PAGES,
    "publish_page",
    "lock_page",
    "unlock_page",
    "bulk_delete_page",
)
EDITOR_FILES = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
MODERATOR_FILES = (*EDITOR_FILES, "delete_image", "delete_document")


def editors_group(organisation: Organisation) -> str:
    """Return the name of the group that drafts the pages of an organisation."""
    return f"{organisation.slug} (editors)"


def moderators_group(organisation: Organisation) -> str:
    """Return the name of the group that publishes the pages of an organisation."""
    return f"{organisation.slug} (moderators)"


def seed_branch(*, actor: PlacedActor, page: OrganisationPage) -> tuple[Group, Group]:
    """Give a branch its editors, its moderators, its collection and its workflow.

    Safe to repeat; each translation of a branch is seeded with the same groups. Returns the
    groups of the editors and of the moderators. Raises NotAllowed.
    """
    if not can_seed_branches(actor):
        raise NotAllowed(_("Only an administrator opens a branch."))
    with transaction.atomic():
        organisation = locked(Organisation.objects.filter(pk=page.organisation_id)).get()
        staff = _group(STAFF_GROUP, ("access_admin",))
        editors = _group(editors_group(organisation), ("access_admin",))
        moderators = _group(moderators_group(organisation), ("access_admin",))
        _allow_pages(editors, page, EDITOR_PAGES)
        _allow_pages(moderators, page, MODERATOR_PAGES)
        collection = _collection(organisation, moderators)
        _allow_files(editors, collection, EDITOR_FILES)
        _allow_files(moderators, collection, MODERATOR_FILES)
        _give_workflow(page, organisation, moderators)
        _close_the_root()
        record(
            actor=actor,
            action="branch.seeded",
            target=page,
            organisation_id=organisation.pk,
            groups=[staff.pk, editors.pk, moderators.pk],
        )
    return editors, moderators


def _group(name: str, codenames: Iterable[str]) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="wagtailadmin", codename__in=tuple(codenames)
        )
    )
    return group


def _allow_pages(group: Group, page: Page, codenames: Iterable[str]) -> None:
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=tuple(codenames),
    )
    for permission in permissions:
        GroupPagePermission.objects.get_or_create(
            group=group, page_id=page.pk, permission=permission
        )


def _collection(organisation: Organisation, moderators: Group) -> Collection:
    # Found by who holds it: its name is for people, who may change it.
    held = Collection.objects.filter(group_permissions__group=moderators).distinct().first()
    if held is not None:
        return held
    root = Collection.get_first_root_node()
    return root.add_child(instance=Collection(name=organisation.name))


def _allow_files(group: Group, collection: Collection, codenames: Iterable[str]) -> None:
    permissions = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__in=tuple(codenames),
    )
    for permission in permissions:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _give_workflow(page: OrganisationPage, organisation: Organisation, approvers: Group) -> None:
    if WorkflowPage.objects.filter(page=page).exists():
        return
    task = GroupApprovalTask.objects.filter(groups=approvers).first()
    if task is None:
        task = GroupApprovalTask.objects.create(
            name=_("Reading before publication – %(name)s") % {"name": organisation.label}
        )
        task.groups.add(approvers)
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first()
    if workflow is None:
        workflow = Workflow.objects.create(
            name=_("Publication – %(name)s") % {"name": organisation.label}
        )
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page_id=page.pk)


def _close_the_root() -> None:
    # Wagtail's first groups may change the whole tree: here nobody but an administrator may.
    GroupPagePermission.objects.filter(page__depth=1).delete()
