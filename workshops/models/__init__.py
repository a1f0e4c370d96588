from .board import Card, CardGroup, DotVote
from .minutes import MinutesCorrection, MinutesDraft
from .pages import WorkshopIndexPage, WorkshopPage
from .poll import Poll, PollAnswer, PollOption, SpeakingTurn
from .room import Participant, Room, RoomStep, RoomTable
from .workshop import Workshop

__all__ = [
    "Card",
    "CardGroup",
    "DotVote",
    "MinutesCorrection",
    "MinutesDraft",
    "Participant",
    "Poll",
    "PollAnswer",
    "PollOption",
    "Room",
    "RoomStep",
    "RoomTable",
    "SpeakingTurn",
    "Workshop",
    "WorkshopIndexPage",
    "WorkshopPage",
]
