from .competence import Competence, CompetenceHolder, Theme
from .organisation import CityDepartment, Neighbourhood, Organisation
from .pages import OrganisationPage

__all__ = [
    "CityDepartment",
    "Competence",
    "CompetenceHolder",
    "Neighbourhood",
    "Organisation",
    "OrganisationPage",
    "Theme",
]
