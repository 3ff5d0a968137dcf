import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Restarted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.tracker_store import ShopTrackerStore, shorten

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def domain(settings):
    return Domain.load(str(settings.bot / "domain.yml"))


@pytest.fixture
def store(domain, tmp_path):
    return ShopTrackerStore(domain=domain, db=str(tmp_path / "new" / "tracker.db"))


def reopened(store, domain):
    return ShopTrackerStore(domain=domain, db=store.engine.url.database)


def turn(tracker, text, token="a.b.c"):  # noqa: S107
    said = UserUttered(text, {"name": "greet"}, metadata={"locale": "de", "identity_token": token})
    custom = {"type": "products", "total": 2, "products": [{"product_id": "1"}]}
    for event in (said, ActionExecuted("action_greet"), SlotSet("focus", text), BotUttered("Hi", {"custom": custom})):
        tracker.update(event)
    tracker.update(ActionExecuted("action_listen"))


def saved(store, domain, n_turns=1):
    tracker = DialogueStateTracker("s1", domain.slots)
    tracker.update(SessionStarted())
    tracker.update(ActionExecuted("action_listen"))
    for number in range(n_turns):
        turn(tracker, f"text {number}")
        asyncio.run(store.save(tracker))
        tracker = asyncio.run(store.retrieve("s1"))
    asyncio.run(store.save(tracker))
    return tracker


def test_a_conversation_goes_on_after_a_restart_of_the_server(store, domain):
    saved(store, domain, 3)
    tracker = asyncio.run(reopened(store, domain).retrieve("s1"))
    assert tracker.get_slot("focus") == "text 2"
    assert [e.text for e in tracker.events if isinstance(e, UserUttered)] == ["text 0", "text 1", "text 2"]


def test_what_is_in_memory_equals_what_is_in_the_database(store, domain):
    tracker = saved(store, domain, 4)
    other = asyncio.run(reopened(store, domain).retrieve("s1"))
    assert [e.type_name for e in other.events] == [e.type_name for e in tracker.events]
    assert other.current_slot_values() == tracker.current_slot_values()


def test_tokens_and_product_lists_are_not_written_down(store, domain):
    saved(store, domain)
    with store.session_scope() as session:
        rows = " ".join(row.data for row in session.query(store.SQLEvent))
    assert "a.b.c" not in rows
    assert "product_id" not in rows
    assert '"total": 2' in rows


def test_a_restart_erases_what_was_said_before(store, domain):
    tracker = asyncio.run(store.retrieve(saved(store, domain, 2).sender_id))
    turn(tracker, "delete my data")
    tracker.update(Restarted())
    tracker.update(ActionExecuted("action_listen"))
    asyncio.run(store.save(tracker))
    with store.session_scope() as session:
        rows = [row.data for row in session.query(store.SQLEvent)]
    assert not any("delete" in row or "text 0" in row for row in rows)
    assert asyncio.run(store.retrieve("s1")).get_slot("focus") is None


def test_a_failed_turn_leaves_no_trace(store, domain):
    saved(store, domain)
    turn(asyncio.run(store.retrieve("s1")), "lost")
    tracker = asyncio.run(store.retrieve("s1"))
    assert [e.text for e in tracker.events if isinstance(e, UserUttered)] == ["text 0"]


def test_long_conversations_are_shortened_and_keep_their_slots(store, domain):
    tracker = saved(store, domain, 60)
    assert len(tracker.events) <= 120
    copy = tracker.copy()
    assert copy.get_slot("focus") == "text 59"
    with store.session_scope() as session:
        said = [row for row in session.query(store.SQLEvent) if row.type_name == "user"]
    assert len(said) == 60


def test_slots_set_before_the_cut_stay(domain):
    tracker = DialogueStateTracker("s1", domain.slots)
    tracker.update(SlotSet("destination", "AT"))
    for number in range(40):
        turn(tracker, f"text {number}")
    shorten(tracker)
    assert tracker.copy().get_slot("destination") == "AT"


def test_of_what_was_set_again_and_again_the_last_time_is_kept(domain):
    tracker = DialogueStateTracker("s1", domain.slots)
    for number in range(40):
        turn(tracker, f"text {number}")
    shorten(tracker)
    assert [event.value for event in tracker.events if isinstance(event, SlotSet)] == ["text 39"]
    assert tracker.copy().get_slot("focus") == "text 39"


def test_short_conversations_stay_as_they_are(domain):
    tracker = DialogueStateTracker("s1", domain.slots)
    turn(tracker, "hello")
    before = list(tracker.events)
    shorten(tracker)
    assert list(tracker.events) == before
