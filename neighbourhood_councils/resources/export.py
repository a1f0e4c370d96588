"""The follow-up table as a file: what the screen shows, column by column."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from civic.cases.models import Request
from civic.opendata.resources import DownloadResource

from ..selectors.follow_up import answer_of, asked_on, department_label, state_of


class FollowUpDownload(DownloadResource):
    """One line per public request; the columns of the councils' own tables, plus the two dates."""

    number = Field(column_name=_("Number of the request"))
    title = Field(column_name=_("Title of the request"))
    text = Field(column_name=_("Text of the request"))
    place = Field(column_name=_("Place"))
    departments = Field(column_name=_("Departments concerned"))
    received_on = Field(column_name=_("Date of the request"))
    received_as_written = Field(column_name=_("Date as written"))
    promised_on = Field(column_name=_("Answer promised for"))
    answered_on = Field(column_name=_("Answered on"))
    answer = Field(column_name=_("Answer given"))
    next_steps = Field(column_name=_("What happens, and when"))
    state = Field(column_name=_("State of the request"))
    channel = Field(column_name=_("How it was said"))

    def dehydrate_number(self, request: Request) -> str:
        return request.case.number

    def dehydrate_title(self, request: Request) -> str:
        return request.title

    def dehydrate_text(self, request: Request) -> str:
        return request.text

    def dehydrate_place(self, request: Request) -> str:
        return request.place

    def dehydrate_departments(self, request: Request) -> str:
        return department_label(request)

    def dehydrate_received_on(self, request: Request) -> date | None:
        return asked_on(request)

    def dehydrate_received_as_written(self, request: Request) -> str:
        return request.said_on_text

    def dehydrate_promised_on(self, request: Request) -> date | None:
        return request.case.promised_on

    def dehydrate_answered_on(self, request: Request) -> date | None:
        return request.case.answered_on

    def dehydrate_answer(self, request: Request) -> str:
        return answer_of(request)

    def dehydrate_next_steps(self, request: Request) -> str:
        return request.case.next_steps

    def dehydrate_state(self, request: Request) -> str:
        return str(state_of(request.case)[1])

    def dehydrate_channel(self, request: Request) -> str:
        return request.get_channel_display()
