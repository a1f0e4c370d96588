"""The register of a consultation as one table, dated, without a person in it."""

from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from civic.opendata.resources import DownloadResource


class RegisterDownload(DownloadResource):
    """One line per thing said, answered, voted or decided; the columns are those of the line."""

    kind = Field("kind", column_name=_("What it is"))
    on = Field("on", column_name=_("Date"))
    number = Field("number", column_name=_("Number"))
    activity = Field("activity", column_name=_("Activity"))
    title = Field("title", column_name=_("Title"))
    text = Field("text", column_name=_("Text"))
    college = Field("college", column_name=_("College"))
    channel = Field("channel", column_name=_("How it was said"))
    theme = Field("theme", column_name=_("Theme"))
    commune = Field("commune", column_name=_("Commune"))
    supports = Field("supports", column_name=_("Supports"))
    outcome = Field("outcome", column_name=_("Outcome"))
    answer = Field("answer", column_name=_("Answer given"))
    next_steps = Field("next_steps", column_name=_("What happens, and when"))
    answered_on = Field("answered_on", column_name=_("Answered on"))
    cost = Field("cost", column_name=_("Cost in euros"))
    cost_covers = Field("cost_covers", column_name=_("What the cost covers"))
    works_from = Field("works_from", column_name=_("Works from"))
    works_until = Field("works_until", column_name=_("Works until"))
    budget_line = Field("budget_line", column_name=_("Budget line"))
