"""Small tables of events for tests."""

from retrieval.behaviour.event_table import EventTable
from retrieval.behaviour.observed import Observed

DAY = 86_400.0
NOW = 1_800_000_000.0


def event(user="ann", type_="view", item="cup", value=None, moment=NOW, session=None, event_id="e"):
    return Observed(event_id, user, type_, item, value, moment, session)


def table(*events, items=()):
    return EventTable.of(events, items)
