"""A simulated shopper: what is said next, given what was seen."""

import random
from dataclasses import dataclass, field

from actions.dialogues.goals import Goal
from actions.dialogues.phrases import Phrases
from actions.dialogues.reply import Reply
from actions.dialogues.shelf import Shelf

_MOST_PAGES = 2
"""Pages that a shopper turns before saying again what is wanted."""


@dataclass(slots=True)
class Shopper:
    """A shopper with a goal. `next_message` and `hear` are called in turn; what was said so far is kept here."""

    goal: Goal
    phrases: Phrases
    shelf: Shelf
    rng: random.Random
    found: str = ""
    """The product that meets the goal, "" until one was seen."""
    is_in_cart: bool = False
    is_done: bool = False
    _said: set[str] = field(default_factory=set)
    _n_pages: int = 0
    _place: int = 0
    _is_among_others: bool = False
    _last: Reply = field(default_factory=lambda: Reply(()))

    def next_message(self) -> str:
        """Return what the shopper writes next."""
        if self._last.messages and self.goal.strays and self._once("strayed"):
            return self.phrases.say("astray", self.rng)
        if self.found:
            return self._takes()
        if not self._last.messages and self.goal.opening != "search":
            return self.phrases.say(self.goal.opening, self.rng)
        if "search" not in self._said:
            return self._searches()
        return self._narrows()

    def hear(self, reply: Reply) -> None:
        """Look at an answer."""
        self._last = reply
        cart = reply.payload("cart")
        held = {str(line["product_id"]) for line in cart["lines"]} if cart else set()
        self.is_in_cart = self.is_in_cart or (self.found != "" and self.found in held)
        if self.found:
            return
        fitting = [place for place, card in enumerate(reply.cards) if self.goal.is_met_by(card, self.shelf)]
        if fitting and "search" in self._said:
            self._place, self._is_among_others = fitting[0], len(reply.cards) > 1
            self.found = reply.cards[self._place].product_id

    def _searches(self) -> str:
        """Say what is sought, with a condition or none; the others come later."""
        self._said.add("search")
        goal, say = self.goal, self.phrases.say
        what = self.phrases.word("category", goal.category)
        if goal.mistypes and self._once("mistyped"):
            what = self.phrases.misspelt(what, self.rng)
        has_both = self.rng.random() < 1 / 2
        if (goal.wrong_color or goal.color) and has_both:
            self._said.add("color")
            return say("with_color", self.rng, what, self._color(goal.wrong_color or goal.color))
        if goal.budget is not None and has_both:
            self._said.add("price")
            return say("with_price", self.rng, what, price=self._price())
        return say("search", self.rng, what)

    def _narrows(self) -> str:
        """Say the next condition, turn the page, or say all of it again."""
        goal, say = self.goal, self.phrases.say
        if goal.wrong_color and "color" in self._said and self._once("corrected"):
            return say("correct", self.rng, color=self._color(goal.color))
        if goal.color and self._once("color"):
            return say("color", self.rng, color=self._color(goal.wrong_color or goal.color))
        if goal.budget is not None and self._once("price"):
            return say("price", self.rng, price=self._price())
        if self._last.cards and self._n_pages < _MOST_PAGES:
            self._n_pages += 1
            return say("more", self.rng)
        return self._says_again()

    def _says_again(self) -> str:
        """Begin anew with the kind and one condition; the budget comes after a colour."""
        goal, say = self.goal, self.phrases.say
        self._n_pages, what = 0, self.phrases.word("category", goal.category)
        self._said -= {"price"}
        if goal.color:
            return say("with_color", self.rng, what, self._color(goal.color))
        if goal.budget is not None:
            self._said.add("price")
            return say("with_price", self.rng, what, price=self._price())
        return say("search", self.rng, what)

    def _takes(self) -> str:
        """Point at the product that was found, ask what it costs to the door, put it into the cart, look into it."""
        if self._once("picked") and self._is_among_others:
            return self.phrases.pick(self._place)
        if self.goal.asks_door and self._once("door"):
            return self.phrases.say("door", self.rng)
        if not self.is_in_cart:
            sizes = [one for one in self._last.buttons if "cart" in self._said and self._names_size(one)]
            self._said.add("cart")
            return sizes[0] if sizes else self.phrases.say("cart", self.rng)
        self.is_done = True
        return self.phrases.say("view", self.rng)

    def _names_size(self, button: str) -> bool:
        thing = self.shelf.things.get(self.found)
        return thing is not None and any(size in button for size in thing.sizes)

    def _once(self, what: str) -> bool:
        is_new = what not in self._said
        self._said.add(what)
        return is_new

    def _color(self, color: str) -> str:
        return self.phrases.word("color", color)

    def _price(self) -> str:
        return "" if self.goal.budget is None else self.phrases.amount(self.goal.budget, self.goal.currency)
