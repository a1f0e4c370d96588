"""The bodies of the territory."""

from civic.core.selectors import once_per_request

from ..enums import OrganisationKind
from ..models import Organisation


@once_per_request
def intercommunalities() -> list[Organisation]:
    """Return the bodies that keep the themes, competences and words everybody shares."""
    return list(Organisation.objects.filter(kind=OrganisationKind.INTERCOMMUNALITY).order_by("pk"))
