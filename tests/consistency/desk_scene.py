"""What the desk of Saint-Aurel holds: a sheet entered, its picture, a helper, letters, a call."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from civic.accounts.models import Person, User
from civic.accounts.policies import SYSTEM
from civic.core.enums import Channel
from civic.desk.logic.codes import parse_code
from civic.desk.models import CallPromise, Letter, LetterBatch, SecondTyping
from civic.desk.registry import desk_registry
from civic.desk.selectors.targets import target_of
from civic.desk.services.entering import Typed, enter
from civic.desk.services.images import add_image
from civic.desk.services.people import give_mandate
from civic.desk.services.sheets import print_sheets
from civic.participation.models import Activity
from civic.territory.models import Organisation


def make_desk(
    commune: Organisation, activity: Activity, person: Person, guarantor: User
) -> dict[str, Any]:
    """Return the keys of what the desk holds, by the name the permission table uses."""
    target = target_of(f"proposition-{activity.pk}")
    sheets = print_sheets(actor=SYSTEM, organisation=commune, target=target, count=2)
    mandate = give_mandate(
        actor=SYSTEM,
        organisation=commune,
        person=person,
        helper_name="Jeanne",
        ends_on=timezone.localdate() + timedelta(days=30),
    )
    outcome = enter(
        actor=SYSTEM,
        organisation=commune,
        act=desk_registry.acts["contribution"],
        typed=Typed(
            person=person,
            channel=Channel.PAPER,
            said_on=timezone.localdate(),
            data={
                "activity": activity,
                "title": "Un banc à l'ombre",
                "text": "Un banc et un arbre à chaque arrêt de car.",
            },
            space=activity.space,
            activity=activity,
            target=target,
            code=parse_code(sheets[0].code),
            consent_how="signature",
            consent_text="J'accepte.",
            mandate=mandate,
        ),
    )
    image = add_image(actor=SYSTEM, sheet=sheets[0], upload=_picture())
    SecondTyping.objects.create(sheet=sheets[0], characters=40, differing=1)
    batch = LetterBatch.objects.create(organisation=commune)
    Letter.objects.create(batch=batch, person=person)
    promise = CallPromise.objects.create(
        organisation=commune,
        person=person,
        about="Le banc",
        guarantor=guarantor,
        promised_at=timezone.now() + timedelta(hours=2),
    )
    return {
        "sheet_target": target.key,
        "sheet_code": sheets[0].code,
        "blank_code": sheets[1].code,
        "sheet_batch": sheets[0].batch,
        "entry_id": outcome.entry.pk,
        "person_id": person.pk,
        "mandate_id": mandate.pk,
        "image_id": image.pk,
        "batch_id": batch.pk,
        "promise_id": promise.pk,
    }


def _picture() -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (40, 60), "white").save(drawn, "PNG")
    return SimpleUploadedFile("feuille.png", drawn.getvalue(), "image/png")
