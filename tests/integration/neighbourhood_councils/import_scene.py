"""The chair's import: who may, what is shown, what is refused, what is written."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from neighbourhood_councils.models import (
    CouncilPage,
    RequestImport,
)
from tests.factories.people import grant, make_user
from tests.factories.territory import make_commune

REAL_FILES = ("draguignan.csv", "draguignan_cp1252.csv", "draguignan.xlsx", "draguignan.ods")
ROWS = (
    "Conseil;Titre;Description;Services;Date;Réponse;Statut;Demandeur\n"
    "Faubourg Saint-Loup;Banc;Le banc est cassé;Voirie;12/03/2021;;En cours;Mme Odile Ferrandou\n"
    "Faubourg Saint-Loup;Lampe;Appeler le 06 39 98 27 54;Voirie;30/02/2021;fait;;\n"
    "Les Quais;Berge;La berge glisse;;;;;\n"
)


def upload(content: bytes | str, name: str = "tableau.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def sent_by(client: Client, page: CouncilPage, content: bytes | str = ROWS, name="tableau.csv"):
    return client.post(page.url_of("import"), {"file": upload(content, name)}, follow=True)


def write(client: Client, page: CouncilPage):
    sent = RequestImport.objects.latest("pk")
    return client.post(page.url_of("preview", import_id=sent.pk), {"write": "1"}, follow=True)


def manager(commune: str = "saint-aurel") -> Actor:
    user = make_user(f"responsable@{commune}.example.org", "Responsable")
    grant(user, Role.MANAGER, make_commune(commune))
    return Actor(user=user)
