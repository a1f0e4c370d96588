"""What the database refuses, whoever writes: promise 4 in triggers, alike on both engines."""

from civic.core.registry import Trigger

_RULES = (
    "activity_id",
    "question",
    "rule_text",
    "method",
    "reason_rule",
    "electorate",
    "quorum",
    "majority_percent",
)
_HAS_AN_ACCOUNT = "(SELECT user_id FROM accounts_person WHERE id = OLD.person_id) IS NOT NULL"
_PAPER = ("id", "ballot_id", "choice", "reason", "college", "channel", "receipt_hash")


def _changed(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{name} <> OLD.{name}" for name in columns) + ")"


def _changed_text(*columns: str) -> str:
    """Compare columns that may be null; older SQLite has no IS DISTINCT FROM."""
    return (
        "("
        + " OR ".join(
            f"COALESCE(CAST(NEW.{name} AS TEXT), '') <> COALESCE(CAST(OLD.{name} AS TEXT), '')"
            for name in columns
        )
        + ")"
    )


def _of_ballot(row: str, column: str) -> str:
    # Names of this module only: nothing a person typed comes here.
    return f"(SELECT {column} FROM voting_ballot WHERE id = {row}.ballot_id)"  # noqa: S608


FORBIDDEN = (
    Trigger(
        "voting_ballot_rules_are_fixed",
        "voting_ballot",
        "UPDATE",
        "The rules of an opened ballot do not change.",
        when=f"OLD.state <> 'draft' AND ({_changed(*_RULES)} OR {_changed_text('opened_at')})",
    ),
    Trigger(
        "voting_ballot_never_goes_back",
        "voting_ballot",
        "UPDATE",
        "A ballot opens once and closes once.",
        when="(OLD.state = 'draft' AND NEW.state = 'closed') "
        "OR (OLD.state = 'open' AND NEW.state = 'draft') "
        "OR (OLD.state = 'closed' AND NEW.state <> 'closed')",
    ),
    Trigger(
        "voting_ballot_result_is_kept",
        "voting_ballot",
        "UPDATE",
        "A published result does not change.",
        when=f"OLD.state = 'closed' AND {_changed_text('tally', 'closed_at')}",
    ),
    Trigger(
        "voting_ballot_is_kept",
        "voting_ballot",
        "DELETE",
        "An opened ballot is not deleted.",
        when="OLD.state <> 'draft'",
    ),
    Trigger(
        "voting_castballot_only_while_open",
        "voting_castballot",
        "INSERT",
        "Ballots are cast while the ballot is open.",
        when=f"{_of_ballot('NEW', 'state')} <> 'open'",
    ),
    Trigger(
        "voting_castballot_is_kept_as_cast",
        "voting_castballot",
        "UPDATE",
        "A cast ballot does not change.",
        when=_changed(*_PAPER),
    ),
    Trigger(
        "voting_castballot_is_kept",
        "voting_castballot",
        "DELETE",
        "A cast ballot is not deleted.",
    ),
    Trigger(
        "voting_rollentry_list_is_frozen",
        "voting_rollentry",
        "INSERT",
        "The list of voters is frozen when the ballot opens.",
        when=f"{_of_ballot('NEW', 'state')} = 'closed' "
        f"OR ({_of_ballot('NEW', 'electorate')} = 'listed' "
        f"AND {_of_ballot('NEW', 'state')} <> 'draft') "
        f"OR (NEW.voted_on IS NOT NULL AND {_of_ballot('NEW', 'state')} <> 'open')",
    ),
    Trigger(
        "voting_rollentry_vote_is_kept",
        "voting_rollentry",
        "UPDATE",
        "Who has voted has voted.",
        when="OLD.voted_on IS NOT NULL AND (NEW.voted_on IS NULL "
        "OR NEW.voted_on <> OLD.voted_on OR NEW.channel <> OLD.channel)",
    ),
    Trigger(
        "voting_rollentry_votes_while_open",
        "voting_rollentry",
        "UPDATE",
        "People vote while the ballot is open.",
        when="OLD.voted_on IS NULL AND NEW.voted_on IS NOT NULL "
        f"AND {_of_ballot('OLD', 'state')} <> 'open'",
    ),
    Trigger(
        "voting_rollentry_is_whose_it_is",
        "voting_rollentry",
        "UPDATE",
        "A line of the roll keeps its ballot, its college and its person.",
        # The one exception: what somebody without an account did is claimed by its owner.
        when=f"{_of_ballot('OLD', 'state')} <> 'draft' AND "
        f"({_changed('ballot_id', 'college')} OR ({_changed('person_id')} AND {_HAS_AN_ACCOUNT}))",
    ),
    Trigger(
        "voting_rollentry_is_kept",
        "voting_rollentry",
        "DELETE",
        "A line of the roll of an opened ballot is not deleted.",
        when=f"{_of_ballot('OLD', 'state')} <> 'draft'",
    ),
)
