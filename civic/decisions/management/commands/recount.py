"""Count again everything the site shows as a number."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from civic.accounts.policies import SystemActor
from civic.decisions.services.recounting import COUNTERS, correct, drifts, unfaithful_ballots


class Command(BaseCommand):
    help = (
        "Count again the supports, comments, contributions and places shown, and each closed "
        "ballot. Exit status 1 when a number is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fix", action="store_true", help="write the number of rows in place of a wrong one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        actor = SystemActor("recount")
        left = 0
        for name in COUNTERS:
            rows, wrong = drifts(name)
            self.stdout.write(f"{name}: {rows} rows, {len(wrong)} wrong")
            for drift in wrong:
                label = drift.model._meta.label_lower
                line = f"  {label}:{drift.key} shows {drift.shown}, has {drift.rows}"
                if options["fix"]:
                    line += f", corrected to {correct(actor=actor, name=name, drift=drift)}"
                else:
                    left += 1
                self.stdout.write(line)
        unfaithful = unfaithful_ballots()
        self.stdout.write(f"closed ballots: {len(unfaithful)} differ from their papers")
        for ballot in unfaithful:
            self.stdout.write(f"  voting.ballot:{ballot.pk} {ballot.question}")
        # A published result is never rewritten: somebody has to find out why.
        if left or unfaithful:
            raise CommandError(f"{left + len(unfaithful)} numbers are wrong.")
