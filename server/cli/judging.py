"""Commands that judge: validate, evaluate, explain, review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

import click

from graph.errors import RefusedError
from graph.explain import Explanation
from graph.explain import explain as explain_mention
from graph.home.load import read_quads, target
from graph.quality.evaluation import evaluate as evaluate_gold
from graph.quality.evaluation import judge_all
from graph.quality.gold import gold as read_gold
from graph.quality.gold import reports
from graph.quality.review_gold import write_gold
from graph.review import GROUPINGS, VERDICTS, Verdict, sample
from graph.review import review as write_review
from graph.shacl.report import as_dict
from graph.validate import check_quads, check_release
from server.cli.figures import lines
from server.cli.main import Session
from server.cli.place import Place
from server.cli.reporting import emit


@click.command()
@click.argument("files", nargs=-1, type=Place(path_type=Path))
@click.option("--graph", help="IRI of the graph that the triples of .ttl, .nt, ... are to go into.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def validate(session: Session, *, files: Sequence[Path], graph: str | None, as_json: bool) -> None:
    """Check FILES against the shapes, or the current release where none is given.

    Files are RDF (.ttl, .trig, .nt, .nq, .jsonld, .rdf); they are judged beside the current
    release, and nothing is stored. Example: lianghui validate my-statements.trig
    """
    release = session.release
    if files:
        target(graph)
        found = check_quads((quad for path in files for quad in read_quads(path)), release, graph)
    else:
        found = check_release(release)
    if as_json:
        emit({"conforms": not found, "results": [as_dict(each) for each in found]})
    if found:
        raise RefusedError(found)
    if not session.quiet and not as_json:
        click.echo("Conforms")


@click.command()
@click.argument("path", metavar="GOLD", type=Place(path_type=Path))
@click.option(
    "--by",
    type=click.Choice(["direction", "theme", "province", "year"]),
    help="Give the figures for each of these too.",
)
@click.option(
    "--texts",
    type=Place(file_okay=False, exists=True, path_type=Path),
    help="Folder of YEAR/PROVINCE.txt, for items that hold no sentence.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate(*, path: Path, by: str | None, texts: Path | None, as_json: bool) -> None:
    """Tell how often the extractor is right on labelled sentences. Needs no home.

    Every miss is listed with its sentence. Figures on sentences that the shipped weights were
    trained on flatter: the page /about of the service has the cross-validated ones.

    Example: lianghui evaluate gold.json --by theme
    """
    result = evaluate_gold(judge_all(read_gold(path, reports(texts) if texts else None)), by)
    if as_json:
        emit(result)
        return
    for line in lines(result, by):
        click.echo(line)


@click.command()
@click.argument("mention")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def explain(session: Session, *, mention: str, as_json: bool) -> None:
    """Tell why a mention was judged as it was: sentence, rules, versions.

    MENTION is its IRI or key, and its text must be held.

    Example: lianghui explain https://w3id.org/lianghui/id/mention/TEXT-120-123-blockchain
    """
    found = explain_mention(session.release, mention)
    if as_json:
        emit(asdict(found))
    else:
        _show(found)


def _show(found: Explanation) -> None:
    click.echo(f"{found.term} in: {found.sentence}")
    click.echo(f"under: {found.heading or '-'}")
    for direction, chance in found.directions.items():
        click.echo(f"direction {direction} ({chance:.2f})")
    click.echo(f"role {found.role}, stance {found.stance}, confidence {found.confidence:.2f}")
    for rule in found.rules:
        click.echo(f"rule {rule.name} for {rule.target} at {rule.start}-{rule.end}: {rule.words}")
    click.echo(f"lexicon {found.lexicon}, cues {found.cues}")
    for each in found.reviews:
        instead = f", instead {', '.join(each.directions)}" if each.directions else ""
        click.echo(f"{each.verdict} by {each.reviewer}{instead}: {each.statement}")


@click.command()
@click.argument("statement", required=False)
@click.argument("verdict", required=False, metavar="[VERDICT]", type=click.Choice(list(VERDICTS)))
@click.option("--by", "reviewer", help="Who judges: a name or an IRI.")
@click.option("--direction", "directions", multiple=True, help="With correct: what holds instead.")
@click.option("--note", default="", help="Why.")
@click.option("--sample", "number", type=click.IntRange(1), help="List statements to review.")
@click.option("--stratify", type=click.Choice(list(GROUPINGS)), help="With --sample: each in turn.")
@click.option(
    "--gold", type=click.File("w", "utf-8"), help="Write what was reviewed as gold (CSV)."
)
@click.pass_obj
def review(
    session: Session,
    *,
    statement: str | None,
    verdict: str | None,
    reviewer: str | None,
    directions: tuple[str, ...],
    note: str,
    number: int | None,
    stratify: str | None,
    gold: TextIO | None,
) -> None:
    """Write a person's verdict on a statement; derived links and questions heed it.

    VERDICT is accept, reject or correct. Of several people's the last that rejects or corrects
    a statement counts, whoever accepts it. With --sample N it lists N statements that nobody
    reviewed yet, with --gold FILE it turns the verdicts into labelled places that `lianghui
    evaluate FILE --texts FOLDER` takes.

    Example: lianghui review STATEMENT reject --by "Li Hua" --note "names a fair"
    """
    judged = (statement, verdict, reviewer, *directions, note)
    if (any(judged), number is not None, gold is not None).count(True) > 1:
        raise click.UsageError("a verdict, --sample and --gold are given one at a time")
    if stratify is not None and number is None:
        raise click.UsageError("--stratify says how --sample is drawn; give that too")
    if number is not None:
        for each in sample(session.release.store, number, stratify):
            click.echo(each)
        return
    if gold is not None:
        labelled, left = write_gold(session.release, gold)
        note = f"; {left} left out, on which reviewers do not agree" if left else ""
        click.echo(f"{labelled} labelled mentions{note}", err=True)
        return
    if not (statement and verdict and reviewer):
        raise click.UsageError("give STATEMENT, VERDICT and --by, or --sample N, or --gold FILE")
    said = Verdict(statement, verdict, reviewer, directions, note)
    release = write_review(session.home, said)
    if not session.quiet:
        click.echo(f"Release {release.number}: {VERDICTS[verdict]}")
