"""Every claim that the assistant makes, and how to take its source away; and what claims nothing of the shop."""

from tests.actions.claims import buying_claims, door_claims, fact_claims, product_claims

CLAIMS = (*product_claims.CLAIMS, *buying_claims.CLAIMS, *door_claims.CLAIMS, *fact_claims.CLAIMS)

IN_PAYLOADS = {
    "line_vat": "/lines/kind=vat/rate",
    "reason_popular": "/products/*/reasons/kind=popular",
    "reason_similar_shoppers": "/products/*/reasons/kind=similar_shoppers",
    "reason_bought_together": "bundle_bought_and_fits",
    "cart_note_over_stock": "/lines/problem=over_stock/text",
    "checkout_money": "/costs/kind=vat/amount",
}
"""Texts that stand in fields of payloads, and the claim that is made there."""

NO_CLAIMS = {
    "too_long": "counts the characters of the message",
    "found": "counts the list that is shown",
    "found_for": "counts the list that is shown",
    "more_found": "counts the list that is shown",
    "no_such_number": "counts the list that is shown",
    "list_is_shorter": "counts the list that is shown",
    "rights_import_agreed_return_within": "is said of no record that the project ships",
    "compared_most": "is a limit of the assistant's own",
    "cart_over_most": "is a limit of the assistant's own",
    "cart_full": "is a limit of the assistant's own",
    "cart_added": "repeats what the shopper has just done",
    "cart_quantity": "repeats what the shopper has just done",
    "data_deleted": "counts what has just been deleted",
    "summary_max_price": "repeats what the shopper said, to a person",
    "summary_max_total": "repeats what the shopper said, to a person",
    "summary_min_price": "repeats what the shopper said, to a person",
    "total_needs_country": "repeats what the shopper said, and asks where it shall go",
    "facet_price_below": "bounds a group of the list that is shown",
    "facet_price_between": "bounds a group of the list that is shown",
    "facet_price_from": "bounds a group of the list that is shown",
    "facet_rating": "bounds a group of the list that is shown",
    "button_door_cost": "is said by the shopper",
    "button_number": "is said by the shopper",
}
"""Texts with a figure that claim nothing of the shop's records, and why."""
