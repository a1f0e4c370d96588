"""Who may do what in the administration: each branch is closed to the people of another."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import GroupPagePermission, Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import page_permission_policy

from civic.accounts.enums import Role
from civic.accounts.models import User
from civic.accounts.policies import (
    Actor,
    ActorPolicy,
    actor_for,
    holds_somewhere,
    organisations_where,
)
from civic.cases.models import AnswerRules, AnswerTemplate, ServiceLevel
from civic.cases.policies import ANSWERERS
from civic.core.models import BasePage
from civic.privacy.models import PublicName
from civic.privacy.policies import READERS
from civic.territory.models import OrganisationPage
from civic.territory.policies import can_change_delays, can_change_vocabulary

from .admin_forms import BranchPageForm

STEP = Page.steplen

__all__ = [
    "ActorPolicy",
    "actor_for",
    "can_change_rule",
    "holds_somewhere",
    "keep_branches_apart",
    "organisations_where",
]


def _branch_paths(user: Any) -> list[str]:
    # Read for each request and never cached: a branch opened a second ago is already closed.
    paths: list[str] | None = getattr(user, "_civic_branch_paths", None)
    if paths is None:
        paths = user._civic_branch_paths = list(
            OrganisationPage.objects.order_by("path").values_list("path", flat=True)
        )
    return paths


def _home_above(path: str, homes: Iterable[str]) -> str:
    return max((home for home in homes if path.startswith(home)), key=len, default="")


def _reaches(grant: Page, page: Page, homes: Iterable[str]) -> bool:
    """Tell whether what is granted on a page holds on another: below it, in the same branch."""
    within = page.path.startswith(grant.path)
    return within and _home_above(page.path, homes) == _home_above(grant.path, homes) != ""


class BranchPermissionTester(PagePermissionTester):
    """What a user may do on a page, where a grant stops at the home of the next branch.

    Communes lie below the intercommunality in the tree, and Wagtail's grants go all the way
    down: without this stop the staff of the one would change the pages of the others.
    """

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        self.is_kept_home = False
        if user.is_active and not user.is_superuser:
            homes = _branch_paths(user)
            self.is_kept_home = page.path in homes
            self.permissions = {
                grant.permission.codename.rsplit("_", maxsplit=1)[0]
                for grant in self.permission_policy.get_cached_permissions_for_user(user)
                if _reaches(grant.page, page, homes)
            }

    # The home of a branch carries everybody's rights on it: only an administrator removes,
    # hides, moves or copies it. Moving asks whether one may delete.
    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.is_kept_home and super().can_delete(ignore_bulk)

    def can_unpublish(self) -> bool:
        return not self.is_kept_home and super().can_unpublish()

    def can_copy(self) -> bool:
        return not self.is_kept_home and super().can_copy()


class BranchPagePolicy(PagePermissionPolicy):
    """The same stop for the lists, choosers and reports of the administration."""

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Page
    ) -> bool:
        base: bool | None = self._base_user_has_permission(user)
        if base is not None:
            return base
        return bool(
            self.instances_user_has_any_permission_for(user, set(actions))
            .filter(pk=instance.pk)
            .exists()
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> "QuerySet[Page]":
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        actions = set(actions)
        codenames = self._get_permission_codenames(actions)
        homes = _branch_paths(user)
        reached, owned = set(), set()
        for grant in self.get_cached_permissions_for_user(user):
            if grant.permission.codename in codenames:
                reached.add(grant.page.path)
            elif grant.permission.codename == "add_page" and "change" in actions:
                # Whoever may add pages may change their own.
                owned.add(grant.page.path)
        found = Q(pk__in=[])
        for path in reached:
            found |= _in_branch(path, homes)
        for path in owned - reached:
            found |= _in_branch(path, homes) & Q(owner=user)
        return self.model._default_manager.filter(found)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> "QuerySet[User]":
        homes = list(OrganisationPage.objects.values_list("path", flat=True))
        grants = GroupPagePermission.objects.filter(
            permission__codename__in=self._get_permission_codenames(set(actions)),
            page__in=instance.get_ancestors(inclusive=True),
        ).select_related("page")
        groups = {grant.group_id for grant in grants if _reaches(grant.page, instance, homes)}
        found = Q(groups__in=groups)
        if include_superusers:
            found |= Q(is_superuser=True)
        return User.objects.filter(found, is_active=True).distinct()


def _in_branch(path: str, homes: list[str]) -> Q:
    here = _home_above(path, homes)
    if not here:
        return Q(pk__in=[])
    found = Q(path__startswith=path)
    for home in homes:
        if home != here and home.startswith(path):
            found &= ~Q(path__startswith=home)
    return found


def _permissions_for_user(page: BasePage, user: Any) -> PagePermissionTester:
    return BranchPermissionTester(user, page)


def keep_branches_apart() -> None:
    """Make Wagtail ask the two classes above and limit forms; called once, at the start.

    Wagtail lets a page class say who tests permissions on it, but its page policy is one object
    that its modules have already imported: the object stays, its class changes.
    """
    BasePage.base_form_class = BranchPageForm
    BasePage.permissions_for_user = _permissions_for_user  # type: ignore[method-assign]
    page_permission_policy.__class__ = BranchPagePolicy


def can_change_typed_answers(actor: Actor, template: AnswerTemplate) -> bool:
    """Tell whether an actor keeps the typed answers of a body, or of the department they serve."""
    return actor.has_role(Role.COMMUNICATIONS, *ANSWERERS, at=template)


def can_change_rule(actor: Actor, rule: Any) -> bool:
    """Tell whether an actor may write a public name, a delay, a typed answer or a word.

    A public name without an organisation is public everywhere: it belongs to the vocabulary.
    """
    match rule:
        case ServiceLevel() | AnswerRules():
            return can_change_delays(actor, rule.organisation)
        case AnswerTemplate():
            return can_change_typed_answers(actor, rule)
        case PublicName() if rule.organisation is not None:
            return actor.has_role(*READERS, at=rule.organisation)
        case _:
            return can_change_vocabulary(actor)
