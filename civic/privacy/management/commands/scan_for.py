"""Say where some words stand in the database and in the stored files; remove them from copies."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from civic.accounts.policies import SYSTEM
from civic.core.exceptions import Refusal

from ...services.removal import purge_words
from ...services.scanning import places_holding

EXIT_FOUND = 1


class Command(BaseCommand):
    help = (
        "Look for words (a name, a number) in every column of every table and in every stored "
        "file, and say where they stand, never what stands around them. Exit status 1 when they "
        "stand somewhere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="+", metavar="WORDS")
        parser.add_argument(
            "--purge",
            action="store_true",
            help="First remove them from the copies kept of texts: versions, previews, notices, "
            "old versions of pages. What is shown today is not changed.",
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        words: list[str] = options["words"]
        purged: dict[str, int] = {}
        if options["purge"]:
            try:
                purged = purge_words(actor=SYSTEM, words=words)
            except Refusal as refusal:
                raise CommandError(str(refusal.message), returncode=2) from refusal
        places = places_holding(words)
        if options["as_json"]:
            found = [{"where": p.where, "count": p.count, "keys": list(p.keys)} for p in places]
            self.stdout.write(json.dumps({"purged": purged, "places": found}))
        else:
            for name, rows in sorted(purged.items()):
                self.stdout.write(
                    _("Removed from %(rows)d of %(name)s") % {"rows": rows, "name": name}
                )
            for place in places:
                self.stdout.write(
                    f"{place.count:>7}  {place.where}  {' '.join(place.keys)}".rstrip()
                )
        if places:
            raise CommandError(
                _("These words stand in %(n)d places.") % {"n": len(places)}, returncode=EXIT_FOUND
            )
        if not options["as_json"]:
            self.stdout.write(_("These words stand nowhere."))
