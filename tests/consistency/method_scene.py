"""The method of the consultation of Saint-Aurel, written in its mixed group, its version public."""

from civic.accounts.policies import Actor
from civic.texts.services.versions import publish_version
from consultations.models import Consultation, PromiseKept
from consultations.selectors.method import lines_of, method_of
from consultations.services.method import start_method
from workshops.models import MixedGroup


def make_method(consultation: Consultation, group: MixedGroup, writer: Actor) -> int:
    """Return the key of the first line of the method."""
    start_method(actor=writer, consultation=consultation, group=group.space)
    note = method_of(consultation)
    assert note is not None
    publish_version(actor=writer, text=note.text, title="La méthode")
    again = method_of(consultation)
    assert again is not None
    return lines_of(again)[0].paragraph_id


def make_a_promise_kept(consultation: Consultation) -> None:
    """Add what was done of one line, as once the consultation is closed."""
    note = method_of(consultation)
    assert note is not None
    PromiseKept.objects.create(
        note=note,
        paragraph_id=lines_of(note)[0].paragraph_id,
        kept="kept",
        words="La réponse a été publiée le 12 mars.",
    )
