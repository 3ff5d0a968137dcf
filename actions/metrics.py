"""What the shop's server counts, for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.5, 1, 5)


class Metrics:
    """The server's counters and histograms, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turn_seconds = Histogram(
            "crossaisle_turn_seconds", "Time of an action", ["action"], buckets=_SECONDS, registry=self.registry
        )
        self.failed_turns = Counter(
            "crossaisle_failed_turns", "Turns answered with an apology", ["action"], registry=self.registry
        )
        self.relaxed_searches = Counter(
            "crossaisle_relaxed_searches", "Searches that had to give up a condition", registry=self.registry
        )
        self.events = Counter(
            "crossaisle_events", "Events received, by what became of them", ["outcome"], registry=self.registry
        )
        self.held_back = Counter(
            "crossaisle_held_back", "Products kept out of a list at the last moment", ["reason"], registry=self.registry
        )
        self.purchase_chances = Counter(
            "crossaisle_purchase_chances",
            "Probabilities of a purchase by which offers were weighed, by what foretold them",
            ["source"],
            registry=self.registry,
        )
        self.price_alerts = Counter("crossaisle_price_alerts", "Price alerts that have fired", registry=self.registry)
        self.privacy_spent = Gauge(
            "crossaisle_privacy_epsilon_spent", "What releases of counts spent together", registry=self.registry
        )
        self.privacy_budget = Gauge(
            "crossaisle_privacy_epsilon_budget", "What releases of counts may spend together", registry=self.registry
        )
        self.requests = Counter(
            "crossaisle_requests", "Requests of the HTTP API", ["route", "status"], registry=self.registry
        )
