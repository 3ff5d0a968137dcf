"""`crossaisle bench embed`."""

import json
import random

import click

from actions.settings import PROJECT, Settings
from retrieval.benchmarks.embed import questions, run
from retrieval.errors import RetrievalError
from retrieval.feeds import FeedMapping, read_feed
from retrieval.lexicon import Lexicon
from retrieval.product import Product

_ROWS = (
    ("products' texts a second", "texts_per_s", "{:.1f}"),
    ("the same, SentenceTransformer", "reference_texts_per_s", "{:.1f}"),
    ("times faster", "throughput_ratio", "{:.2f}"),
    ("times faster, processor time", "throughput_cpu_ratio", "{:.2f}"),
    ("a query, median ms", "query_p50_ms", "{:.1f}"),
    ("the same, SentenceTransformer", "reference_query_p50_ms", "{:.1f}"),
    ("share of its time", "query_ratio", "{:.2f}"),
    ("least cosine of two vectors of a text", "min_cosine", "{:.4f}"),
)


@click.command("embed")
@click.option("--texts", "n_texts", default=600, type=click.IntRange(1), show_default=True, help="Products' texts.")
@click.option(
    "--queries", "n_queries", default=200, type=click.IntRange(1), show_default=True, help="Queries, each once."
)
@click.option("--rounds", default=3, type=click.IntRange(1), show_default=True, help="How often the texts are encoded.")
@click.option("--seed", default=0, show_default=True, help="Seed of the choice of texts and queries.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(n_texts: int, n_queries: int, rounds: int, seed: int, as_json: bool) -> None:
    """Measure the pace of e5 beside SentenceTransformer's `encode` in its defaults, with the same model.

    Texts are those of the demo shop's products, queries a category and a colour in twenty languages.
    """
    settings = Settings.from_environment()
    try:
        lexicon = Lexicon.load(PROJECT / "data")
        texts = _products_texts(lexicon)
        random.Random(seed).shuffle(texts)  # noqa: S311 no secret
        report = run(
            texts[:n_texts],
            questions(lexicon, n_queries, seed),
            settings.cache / "models",
            settings.n_threads,
            rounds,
            lambda line: click.echo(line, err=True),
        )
    except RetrievalError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(report))
        return
    click.echo(f"{report['n_texts']} texts, {report['n_queries']} queries, {report['n_threads']} threads")
    for label, key, form in _ROWS:
        click.echo(f"{label:<40} {form.format(report[key]):>10}")


def _products_texts(lexicon: Lexicon) -> list[str]:
    """Return the texts of the demo shop's products in every language that they have."""
    mapping = FeedMapping.load(PROJECT / "data" / "mappings" / "demo.yml")
    rows = read_feed(PROJECT / "data" / "demo" / "products", mapping, lexicon)
    products = [row for row in rows if isinstance(row, Product)]
    return [product.text(language) for product in products for language in sorted(product.titles)]
