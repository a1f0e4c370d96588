from .board import Card, CardGroup, DotVote
from .group_members import GroupMembership, MemberTraits
from .group_reference import PopulationShare, ReferencePopulation
from .group_words import CollegePosition, GroupReport, MotivatedReply, ReplyPostponement
from .minutes import MinutesCorrection, MinutesDraft
from .mixed_group import CollegeQuota, Derogation, GroupDocument, MixedGroup
from .pages import MixedGroupPage, WorkshopIndexPage, WorkshopPage
from .poll import Poll, PollAnswer, PollOption, SpeakingTurn
from .room import Participant, Room, RoomStep, RoomTable
from .workshop import Workshop

__all__ = [
    "Card",
    "CardGroup",
    "CollegePosition",
    "CollegeQuota",
    "Derogation",
    "DotVote",
    "GroupDocument",
    "GroupMembership",
    "GroupReport",
    "MemberTraits",
    "MinutesCorrection",
    "MinutesDraft",
    "MixedGroup",
    "MixedGroupPage",
    "MotivatedReply",
    "Participant",
    "Poll",
    "PollAnswer",
    "PollOption",
    "PopulationShare",
    "ReferencePopulation",
    "ReplyPostponement",
    "Room",
    "RoomStep",
    "RoomTable",
    "SpeakingTurn",
    "Workshop",
    "WorkshopIndexPage",
    "WorkshopPage",
]
