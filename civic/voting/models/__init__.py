from .ballot import Ballot, CastBallot, RollEntry
from .support import Support

__all__ = ["Ballot", "CastBallot", "RollEntry", "Support"]
