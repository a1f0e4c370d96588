"""The register of a consultation, downloaded by anybody once it is closed."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.opendata.resources import download

from ..enums import ConsultationPreset
from ..logic.stages import Stage, StageState
from ..models import Consultation, ConsultationPage
from ..resources import RegisterDownload
from ..selectors import stage_of, with_calendar
from ..selectors.register import register_lines

FORMATS = ("csv", "xlsx")


def register(
    request: HttpRequest, page: ConsultationPage, extension: str
) -> HttpResponse | StreamingHttpResponse:
    """Send the register of a statutory consultation; 404 before it is closed."""
    consultation = with_calendar(Consultation.objects.filter(pk=page.consultation_id)).get()
    if not has_public_register(consultation, stage_of(consultation)):
        raise Http404
    return register_file(request, consultation, extension)


def has_public_register(consultation: Consultation, stage: Stage) -> bool:
    """Tell whether anybody may download the register: statutory, published and closed."""
    return (
        consultation.is_published
        and consultation.preset == ConsultationPreset.ENVIRONMENT_L123_19
        and stage.state == StageState.CLOSED
    )


def register_file(
    request: HttpRequest, consultation: Consultation, extension: str
) -> HttpResponse | StreamingHttpResponse:
    """Answer with the register as it stands today; raises Http404 for another format."""
    if extension not in FORMATS:
        raise Http404
    slug = consultation.space.slug
    return download(
        request,
        RegisterDownload(),
        register_lines(consultation),
        extension=extension,
        name=_("register-%(slug)s-%(day)s")
        % {"slug": slug, "day": f"{timezone.localdate():%Y-%m-%d}"},
        title=_("Register"),
    )
