"""`crossaisle bench landed-cost`."""

import json

import click

from retrieval.benchmarks.landed_cost import LIST_LENGTH, measure


@click.command("landed-cost")
@click.option("--orders", default=10_000, type=click.IntRange(100), show_default=True, help="Costs in a round.")
@click.option("--rounds", default=5, type=click.IntRange(1), show_default=True, help="Rounds; the best one counts.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(orders: int, rounds: int, as_json: bool) -> None:
    """Measure landed costs a second on one core, and what the totals of a list add to a turn."""
    pace = measure(orders, rounds, lambda text: click.echo(text, err=True))
    if as_json:
        figures = {
            "n": pace.n_orders,
            "costs_per_s": round(pace.costs_per_s),
            "cart_of_3_per_s": round(pace.cart_of_3_per_s),
            "list_of_10_ms": round(pace.list_ms, 3),
            "cart_of_500_ms": round(pace.cart_of_500_ms, 2),
        }
        click.echo(json.dumps(figures))
        return
    click.echo("| | |\n|---|---|")
    click.echo(f"| landed costs a second, one piece | {pace.costs_per_s:,.0f} |")
    click.echo(f"| the same, three kinds of goods in a parcel | {pace.cart_of_3_per_s:,.0f} |")
    click.echo(f"| a list of {LIST_LENGTH} products, each with its total | {pace.list_ms:.2f} ms |")
    click.echo(f"| a cart of 500 lines | {pace.cart_of_500_ms:.1f} ms |")
