"""Forms of the screens where a consultation is prepared and run; services write what they ask."""

from .activities import ActivityForm, ConditionFormSet
from .ballots import BallotForm, RollForm
from .calendar import GridForm, PhaseForm, PhaseRemovalForm
from .framing import FramingForm, StartForm, TerritoriesForm
from .method import MethodForm, PromiseForm
from .publishing import ConfirmForm, PublishForm

__all__ = [
    "ActivityForm",
    "BallotForm",
    "ConditionFormSet",
    "ConfirmForm",
    "FramingForm",
    "GridForm",
    "MethodForm",
    "PhaseForm",
    "PhaseRemovalForm",
    "PromiseForm",
    "PublishForm",
    "RollForm",
    "StartForm",
    "TerritoriesForm",
]
