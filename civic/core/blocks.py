"""StreamField blocks shared by every page: shape only, live data comes from template tags."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class HeroBlock(blocks.StructBlock):
    """The first thing read on a home page."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.TextBlock(label=_("text"), max_length=400, required=False)
    link_label = blocks.CharBlock(label=_("button"), max_length=60, required=False)
    link_page = blocks.PageChooserBlock(label=_("page"), required=False)

    class Meta:
        label = _("Hero")
        icon = "title"
        template = "blocks/hero.html"


class InformativeImageBlock(blocks.StructBlock):
    """An image that says something: its alternative text is required."""

    image = ImageChooserBlock(label=_("image"))
    alternative = blocks.CharBlock(
        label=_("alternative text"),
        max_length=250,
        help_text=_("What a person who does not see the image must know."),
    )
    caption = blocks.CharBlock(label=_("caption and credit"), max_length=250, required=False)

    class Meta:
        label = _("Image")
        icon = "image"
        template = "blocks/image.html"


class CallToActionBlock(blocks.StructBlock):
    """One sentence and one button."""

    text = blocks.CharBlock(label=_("sentence"), max_length=200)
    label = blocks.CharBlock(label=_("button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    address = blocks.URLBlock(label=_("or an address elsewhere"), required=False)

    class Meta:
        label = _("Call to action")
        icon = "link"
        template = "blocks/call_to_action.html"


class KeyFigureBlock(blocks.StructBlock):
    """A number said as a sentence."""

    figure = blocks.CharBlock(label=_("number"), max_length=20)
    sentence = blocks.CharBlock(label=_("sentence"), max_length=160)
    source = blocks.CharBlock(label=_("source and date"), max_length=160)

    class Meta:
        label = _("Key figure")
        icon = "decimal"


class KeyFiguresBlock(blocks.StructBlock):
    """A few key figures side by side."""

    title = blocks.CharBlock(label=_("title"), max_length=120, required=False)
    figures = blocks.ListBlock(KeyFigureBlock(), label=_("figures"), min_num=1, max_num=4)

    class Meta:
        label = _("Key figures")
        icon = "decimal"
        template = "blocks/key_figures.html"


LIVE_LISTS = [
    ("open_activities", _("what one can do now")),
    ("consultations", _("consultations")),
    ("decisions", _("latest decisions")),
    ("councils", _("neighbourhood councils")),
    ("sessions", _("next workshops and meetings")),
    ("news", _("latest news")),
    ("coverage", _("how many answers were given, and when")),
]


class LiveListBlock(blocks.StructBlock):
    """A list or sentence kept up to date by the site itself."""

    title = blocks.CharBlock(label=_("title"), max_length=120, required=False)
    source = blocks.ChoiceBlock(label=_("what to show"), choices=LIVE_LISTS)
    count = blocks.IntegerBlock(label=_("how many"), min_value=1, max_value=12, default=4)

    class Meta:
        label = _("Live list")
        icon = "list-ul"
        template = "blocks/live_list.html"


FOLLOW_UP_STATES = [
    ("en-attente", _("those waiting for an answer")),
    ("en-retard", _("those past their promised date")),
    ("repondues", _("those answered")),
    ("ce-mois-ci", _("those answered this month")),
]


class FollowUpTableBlock(blocks.StructBlock):
    """The follow-up table of a council or of a territory, kept up to date by its requests."""

    title = blocks.CharBlock(label=_("title"), max_length=120, required=False)
    council = blocks.CharBlock(
        label=_("short address of the council, or of the organisation"), max_length=60
    )
    state = blocks.ChoiceBlock(
        label=_("which requests"),
        choices=FOLLOW_UP_STATES,
        required=False,
        help_text=_("Empty: all of them. A reader may choose otherwise on the page."),
    )
    department = blocks.CharBlock(
        label=_("short address of a department"), max_length=60, required=False
    )
    theme = blocks.CharBlock(label=_("short address of a theme"), max_length=60, required=False)
    count = blocks.IntegerBlock(label=_("how many rows"), min_value=1, max_value=50, default=10)

    class Meta:
        label = _("Follow-up table")
        icon = "table"
        template = "blocks/follow_up_table.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a content page."""

    hero = HeroBlock()
    heading = blocks.CharBlock(
        label=_("Heading"), max_length=120, icon="title", template="blocks/heading.html"
    )
    rich_text = blocks.RichTextBlock(
        label=_("Text"),
        features=["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"],
        template="blocks/rich_text.html",
    )
    image = InformativeImageBlock()
    call_to_action = CallToActionBlock()
    key_figures = KeyFiguresBlock()
    live_list = LiveListBlock()
    follow_up_table = FollowUpTableBlock()

    class Meta:
        block_counts = {"hero": {"max_num": 1}}
