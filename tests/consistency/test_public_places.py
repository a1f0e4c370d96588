"""Where a request or a proposal is exactly appears in no public output, at any level."""

import re
from collections.abc import Iterator

from django.test import TestCase

from civic.accounts.enums import College
from civic.accounts.policies import SYSTEM
from civic.cases.models import Request
from civic.cases.services.requests import file_request
from civic.core.enums import Channel
from civic.participation.models import Contribution
from civic.participation.services.contributions import submit_contribution
from civic.privacy.selectors import open_findings
from civic.privacy.services.screening import decide_finding, release
from tests.consistency.outputs import public_outputs
from tests.consistency.scene import Scene, make_scene
from tests.factories.people import make_person

LATITUDE, LONGITUDE = 44.05137, 1.05263
# As a page, a file or a point writes them, in both languages.
EXACT = ("44.05137", "44,05137", "44.0514", "1.05263", "1,05263", "1.0526", "137 bis", "137bis")
PLACE = "137 bis, rue des Zibelines"
FORMATS = ("csv", "xlsx", "ods", "json", "geojson")


class NothingExactIsRead(TestCase):
    """One scene with a request and a proposal at the same door."""

    scene: Scene

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.scene = make_scene()
        seen = Request.objects.get(case__number=cls.scene.values["request"])
        cls.request = file_request(
            actor=SYSTEM,
            organisation=seen.organisation,
            space_id=seen.space_id,
            title="Une zibelinette à réparer",
            text="Elle ne ferme plus depuis lundi.",
            place=PLACE,
            latitude=LATITUDE,
            longitude=LONGITUDE,
            person=make_person("Une voix"),
            channel=Channel.ONLINE,
            college=College.RESIDENT,
        )
        call = Contribution.objects.get(case__number=cls.scene.values["number"]).activity
        cls.proposal = submit_contribution(
            actor=SYSTEM,
            activity=call,
            person=make_person("Une voix"),
            title="Planter une zibelinette",
            text="Elle donnerait de l'ombre aux promeneurs.",
            place=PLACE,
            latitude=LATITUDE,
            longitude=LONGITUDE,
        )
        for row in (cls.request, cls.proposal):
            # A person kept the number: it was for them to read, not for everybody.
            for finding in open_findings(row):
                decide_finding(
                    actor=SYSTEM, finding=finding, decision="kept", reason="Adresse utile."
                )
            row.refresh_from_db()
            if not row.is_public:
                release(actor=SYSTEM, instances=[row])

    def test_what_was_asked_is_read_at_the_level_of_its_street_everywhere(self) -> None:
        outputs = dict(self._outputs())
        leaks = [(path, each) for path, body in outputs.items() for each in EXACT if each in body]
        assert leaks == []
        # If the blurred place were read nowhere, nothing would be proved.
        shown = {path for path, body in outputs.items() if "ue des Zibelines" in body}
        council = self.scene.pages["neighbourhood_councils.CouncilPage"].get_absolute_url()
        wanted = {f"{council}suivi/export.{form}" for form in FORMATS}
        wanted |= {f"{council}suivi/", f"{council}suivi/{self.request.case.number}/"}
        wanted |= {f"{council}suivi/?vue=carte", f"/api/v1/proposals/{self.proposal.number}/"}
        assert wanted - shown == set()
        for path in (f"{council}suivi/?points=1", f"{council}suivi/export.geojson"):
            assert "[1.053, 44.051]" in outputs[path]

    def test_the_number_of_a_house_finds_nothing(self) -> None:
        council = self.scene.pages["neighbourhood_councils.CouncilPage"].get_absolute_url()
        visitor = self.scene.visitors["nobody"]
        for path in (
            f"{council}suivi/?q=137",
            f"{council}suivi/export.csv?q=137+zibelines",
            "/fr/recherche/?q=137+zibelines",
        ):
            assert "zibelinette" not in _body(visitor.get(path)), path
        assert "zibelinette" in _body(visitor.get(f"{council}suivi/?q=zibelines"))

    def _outputs(self) -> Iterator[tuple[str, str]]:
        pages = self.scene.pages
        tables = [
            f"{pages['neighbourhood_councils.CouncilPage'].get_absolute_url()}suivi/",
            f"{pages['territory.OrganisationPage'].get_absolute_url()}suivi/",
            "/fr/saint-aurel/suivi/",
        ]
        call = pages["consultations.CallForProposalsPage"].get_absolute_url()
        also = [f"{table}export.{form}" for table in tables for form in FORMATS]
        also += [f"{table}{asked}" for table in tables for asked in ("?vue=carte", "?points=1")]
        also += [f"{table}{self.request.case.number}/" for table in tables]
        also += [f"{call}?view=carte", f"{call}?points=1", f"{call}{self.proposal.number}/"]
        also += [f"/fr/suivre/?q={self.request.case.number}", f"{tables[0]}?tri=lieu"]
        also += [f"/api/v1/proposals/{self.proposal.number}/"]
        return public_outputs(self.scene, search="zibelinette", also=also)


def _body(response: object) -> str:
    body = response.getvalue() if response.streaming else response.content  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", body.decode())
