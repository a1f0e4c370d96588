from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic.territory.models import CityDepartment, Organisation

from ..enums import Role


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class SignedInQuerySet(models.QuerySet["User"]):
    """Users read together with their person."""

    def select_for_update(self, *args: Any, **kwargs: Any) -> "SignedInQuerySet":
        # PostgreSQL refuses to lock the empty side of a join.
        return super().select_related(None).select_for_update(*args, **kwargs)


class SignedInManager(UserManager):
    """Read a user together with their person: who signs in is nearly always asked for both."""

    def get_queryset(self) -> SignedInQuerySet:
        return SignedInQuerySet(self.model, using=self._db).select_related("person")


class User(AbstractBaseUser, PermissionsMixin):
    """A way in; who takes part is a `Person`."""

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("name"), max_length=150, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now)

    # The first manager is the one through which a session finds its user.
    signed_in: ClassVar[SignedInManager] = SignedInManager()
    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_the_case"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    # Wagtail's user screens and log speak of these names.
    @property
    def first_name(self) -> str:
        return self.full_name

    @property
    def last_name(self) -> str:
        return ""

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name or self.email

    @property
    def journal_name(self) -> str:
        return f"user:{self.pk}"


class RoleAssignment(models.Model):
    """A role at one place: an organisation, one of its departments, or one space of it."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="role_assignments", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("organisation")
    )
    department = models.ForeignKey(
        CityDepartment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("city department"),
    )
    space_id = models.BigIntegerField(
        _("space"),
        null=True,
        blank=True,
        help_text=_("Limits the role to one consultation, workshop or council."),
    )
    granted_at = models.DateTimeField(_("since"), auto_now_add=True)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            # Two rows without a department are the same grant: SQLite knows it only this way.
            models.UniqueConstraint(
                "user",
                "role",
                "organisation",
                Coalesce("department", 0),
                Coalesce("space_id", 0),
                name="role_granted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} – {self.organisation}"
