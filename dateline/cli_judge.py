"""`dateline judge`: what a person decides on a claim, an event, a link or a pair of events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from dateline.cli_options import database_option
from dateline.output.words import clean

if TYPE_CHECKING:
    from dateline.store.judging import Verdict

VERDICTS = ("confirm", "reject", "correct")


def _read_corrections(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, Any]:
    """Return the corrections by field. A value is JSON where it can be read as JSON, else the words themselves."""
    corrections: dict[str, Any] = {}
    for value in values:
        name, sign, words = value.partition("=")
        if not sign or not name:
            raise click.BadParameter(f"'{value}' is not FIELD=VALUE, such as event_type=attack.", ctx, param)
        try:
            corrections[name] = json.loads(words)
        except ValueError:
            corrections[name] = words
    return corrections


def _check_name(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Return the name; nobody cannot judge."""
    if not value.strip():
        raise click.BadParameter("a judgement needs a name. Write who decides, such as 'A. Desk'.", ctx, param)
    return value


@click.command()
@click.argument("subject_id", metavar="ID")
@database_option
@click.option("--by", "judged_by", metavar="NAME", required=True, callback=_check_name, help="Who decides.")
@click.option("--verdict", type=click.Choice(VERDICTS), required=True, help="What is decided.")
@click.option(
    "--set", "corrections", metavar="FIELD=VALUE", multiple=True, callback=_read_corrections,
    help="A field of the claim as it should be; may be repeated.",
)  # fmt: skip
@click.option("--note", metavar="TEXT", help="Why; kept with the judgement.")
def judge(
    subject_id: str, database: str, judged_by: str, verdict: Verdict, corrections: dict[str, Any], note: str | None
) -> None:
    """Record what a person decides on a claim, an event, a link or a pair.

    ID is that of a claim, of an event, EVENT/CLAIM for the link between the two, or EVENT=EVENT for two events that
    may be one; `dateline events` shows them. What the program recorded stays as it is: the judgement is kept beside
    it, with who, when and why, and from then on all commands go by the latest one. A rejected claim does not count, a
    rejected event is not shown. A corrected field wins, and names its judge. A claim whose link is rejected is not of
    that event; one whose link is confirmed is. A pair that is confirmed is one event; one that is rejected is two.
    `dateline link` follows all this and links what it changes anew. Another judgement on the same thing takes the
    place of the one before, which `dateline history` still tells.

    FIELD is a field of the claim as `dateline code` writes it, with a dot into its parts and numbers from 0 in lists:
    status, time.start, places.0.lat, casualties.0.best. VALUE is text or JSON. Exit status: 0 recorded; 1 there is no
    such thing or the correction does not fit it; 2 the call is wrong.

    \b
    Examples:
      dateline judge claim:0f3a --db river.db --by "A. Desk" --verdict reject \\
          --note "a drill"
      dateline judge claim:0f3a --db river.db --by "A. Desk" --verdict correct \\
          --set casualties.0.best=12 --set time.start=2026-03-04
      dateline judge event:77ab/claim:0f3a --db river.db --by "A. Desk" \\
          --verdict reject
      dateline judge event:77ab=event:91c0 --db river.db --by "A. Desk" \\
          --verdict confirm --note "one raid, told from both banks"
    """
    from dateline.store import judge as record_judgement
    from dateline.store import open_case

    if bool(corrections) != (verdict == "correct"):
        raise click.UsageError("--verdict correct goes with --set FIELD=VALUE, and no other verdict does.")
    with open_case(database) as case:
        made = record_judgement(
            case, subject_id, verdict=verdict, judged_by=judged_by, note=note, corrections=corrections
        )
    click.echo(clean(made.describe()), err=True)
