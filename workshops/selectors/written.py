"""What the public reads of a room: only what was handed on and let through by the guard."""

from typing import Any

from django.core.paginator import Page, Paginator

from civic.participation.registry import participation_registry
from civic.privacy.enums import ScreeningState

from ..enums import CardState
from ..models import Card, Room

# In an address, which card the reader comes for; the page that holds it is shown.
CARD = "carte"
CARDS_A_PAGE = 200


def written_page(room: Room, number: str | None = None, card: int | None = None) -> "Page[Card]":
    """Return a page of the public cards of a room: the asked one, or that of a card."""
    cards = (
        Card.objects.filter(
            room=room,
            state=CardState.KEPT,
            contribution__isnull=False,
            contribution__screening=ScreeningState.RELEASED,
        )
        .select_related("table", "group", "contribution__case", "contribution__activity")
        .order_by("table__number", "group__position", "group_id", "position", "sequence", "pk")
    )
    pages = Paginator(cards, CARDS_A_PAGE)
    if card is not None:
        keys = list(cards.values_list("pk", flat=True))
        return pages.get_page(keys.index(card) // CARDS_A_PAGE + 1 if card in keys else 1)
    return pages.get_page(number)


def written_in(room: Room, page: "Page[Card]") -> list[dict[str, Any]]:
    """Return the groups of a page of cards, in a constant number of queries.

    The words are those of the contribution, where the guard may have masked some.
    """
    cards = list(page.object_list)
    contributions = [card.contribution for card in cards if card.contribution is not None]
    addresses = participation_registry.addresses_of(contributions)
    merged: dict[int, int] = {}
    heirs = Card.objects.filter(room=room, state=CardState.MERGED).values_list("merged_into_id")
    for (heir,) in heirs:
        merged[heir] = merged.get(heir, 0) + 1
    groups: dict[tuple[int, int | None], dict[str, Any]] = {}
    for card in cards:
        contribution = card.contribution
        if contribution is None:
            continue
        place = groups.setdefault(
            (card.table_id, card.group_id),
            {"table": card.table, "group": card.group, "cards": []},
        )
        place["cards"].append(
            {
                "card": card,
                "contribution": contribution,
                "case": contribution.case,
                "url": addresses.get(contribution.case_id, ""),
                "merged": merged.get(card.pk, 0),
            }
        )
    return list(groups.values())
