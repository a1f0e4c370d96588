"""Forms of the desk: they check shape, services decide."""

from .acts import FORM_OF
from .entering import NEW, DeskForm, HowForm, WhoForm
from .keeping import (
    AgainForm,
    CalledForm,
    CallOutcomeForm,
    ContactForm,
    ImageForm,
    MandateForm,
    MoveForm,
    PrintForm,
    PromiseForm,
    ReturnedForm,
    VoidForm,
)

__all__ = [
    "FORM_OF",
    "NEW",
    "AgainForm",
    "CallOutcomeForm",
    "CalledForm",
    "ContactForm",
    "DeskForm",
    "HowForm",
    "ImageForm",
    "MandateForm",
    "MoveForm",
    "PrintForm",
    "PromiseForm",
    "ReturnedForm",
    "VoidForm",
    "WhoForm",
]
