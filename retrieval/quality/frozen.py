"""Shoppers kept from every model, and what they did up to a day: the data that models are judged on.

Whether a shopper is kept away depends on their id alone, so that no version of a model, whenever it was made, has
learnt from them, and two versions can be judged on the same. A recommender is asked with a history and need not know
its user from training, so it can be judged on them: by the first part of what they did it foretells the last.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ArtifactError
from retrieval.quality.held_out import digest_of, is_for_validation, is_held_out
from retrieval.quality.lineage import update_with_texts
from retrieval.recommenders.interactions import Interactions
from retrieval.recommenders.storage import load_model, save_model

MOST_USERS = 5_000
"""Shoppers judged on; with more, the interval hardly shrinks and judging takes longer."""
LAST_SHARE = 0.25
"""Share of each shopper's interactions, the last ones, that are to be foretold."""
_FORMAT = 1


def validation_parts(interactions: Interactions) -> "tuple[Interactions, FrozenSet]":
    """Divide what may be learnt from once more, by shopper: to learn from, and to choose among methods by.

    Choosing by the frozen set itself would make the one chosen look better there than it is.
    """
    is_out = np.array([is_for_validation(user_id) for user_id in interactions.user_ids], dtype=np.bool_)
    able = np.flatnonzero(is_out & (np.diff(interactions.ends) > 1)).tolist()
    return interactions.where(~is_out[interactions.users]), FrozenSet.of_users(interactions, able[:MOST_USERS])


def training_part(interactions: Interactions) -> Interactions:
    """Return the interactions without those of shoppers who are held out; they keep their numbers, and no history."""
    is_out = np.array([is_held_out(user_id) for user_id in interactions.user_ids], dtype=np.bool_)
    return interactions.where(~is_out[interactions.users])


@dataclass(frozen=True, slots=True, eq=False)
class FrozenSet:
    """What held-out shoppers did, divided by time: `known` is what a model is asked with, `later` is to be foretold.

    Both number the same users, by their digests, and items. `fingerprint` is the SHA-256 of it all.
    """

    known: Interactions
    later: Interactions
    fingerprint: str

    @classmethod
    def of(cls, interactions: Interactions) -> Self:
        """Freeze what the held-out shoppers among `interactions` did, at most 5,000 of them with two or more."""
        n_own = np.diff(interactions.ends)
        users = [user for user, user_id in enumerate(interactions.user_ids) if n_own[user] > 1 and is_held_out(user_id)]
        chosen = sorted(users, key=lambda user: digest_of(interactions.user_ids[user]))[:MOST_USERS]
        return cls.of_users(interactions, chosen)

    @classmethod
    def of_users(cls, interactions: Interactions, users: list[int]) -> Self:
        """Freeze what the users of these numbers did, each with two interactions or more."""
        number = np.full(interactions.n_users, -1, dtype=np.int32)
        number[users] = np.arange(len(users))
        is_kept = number[interactions.users] >= 0
        kept = Interactions.from_arrays(
            tuple(digest_of(interactions.user_ids[user]) for user in users),
            interactions.item_ids,
            number[interactions.users[is_kept]],
            interactions.items[is_kept],
            interactions.ratings[is_kept],
            interactions.moments[is_kept],
        )
        n_own = np.diff(kept.ends)
        n_later = np.maximum(1, np.floor(n_own * LAST_SHARE + 0.5)).astype(np.int64)
        place = np.arange(len(kept)) - kept.ends[kept.users]
        is_later = place >= (n_own - n_later)[kept.users]
        return cls._whole(kept.where(~is_later), kept.where(is_later))

    @classmethod
    def _whole(cls, known: Interactions, later: Interactions) -> Self:
        return cls(known, later, _fingerprint(known, later))

    @property
    def user_digests(self) -> tuple[str, ...]:
        """The shoppers, each by the digest of the id."""
        return self.known.user_ids

    def without_missing(self, user_ids: Iterable[str]) -> Self:
        """Return the set without those who are not among `user_ids` any more, as they were erased or refuse."""
        present = {digest_of(user_id) for user_id in user_ids if is_held_out(user_id)}
        is_present = np.array([digest in present for digest in self.user_digests], dtype=np.bool_)
        if is_present.all():
            return self
        number = np.cumsum(is_present) - 1
        digests = tuple(digest for digest in self.user_digests if digest in present)

        def left(part: Interactions) -> Interactions:
            is_kept = is_present[part.users]
            users = number[part.users[is_kept]].astype(np.int32)
            return Interactions.from_arrays(
                digests, part.item_ids, users, part.items[is_kept], part.ratings[is_kept], part.moments[is_kept]
            )

        return self._whole(left(self.known), left(self.later))

    def of_items(self, item_ids: Iterable[str]) -> Self:
        """Return the set without what happened to other items, such as products no longer sold; users stay."""
        sold = set(item_ids)
        is_sold = np.array([item_id in sold for item_id in self.known.item_ids], dtype=np.bool_)
        if is_sold.all():
            return self
        return self._whole(self.known.where(is_sold[self.known.items]), self.later.where(is_sold[self.later.items]))

    def save(self, folder: Path) -> None:
        """Write the set into `folder`, over the one that is there."""
        arrays: dict[str, NDArray[np.generic]] = {}
        for name, part in (("known", self.known), ("later", self.later)):
            arrays[f"{name}_users"], arrays[f"{name}_items"] = part.users, part.items
            arrays[f"{name}_ratings"], arrays[f"{name}_moments"] = part.ratings, part.moments
        settings = {"users": list(self.user_digests), "fingerprint": self.fingerprint}
        save_model(folder, "frozen", _FORMAT, self.known.item_ids, settings, arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote; raises ArtifactError where it is missing, damaged or not what was frozen."""
        stored = load_model(folder, "frozen", _FORMAT)
        digests = tuple(stored.settings["users"])

        def part(name: str) -> Interactions:
            users, items = stored.array(f"{name}_users", -1), stored.array(f"{name}_items", -1)
            ratings, moments = stored.array(f"{name}_ratings", -1), stored.array(f"{name}_moments", -1)
            return Interactions.from_arrays(digests, stored.item_ids, users, items, ratings, moments)

        found = cls._whole(part("known"), part("later"))
        if found.fingerprint != stored.settings["fingerprint"]:
            raise ArtifactError(
                f"The frozen data in {folder} have the fingerprint {found.fingerprint[:12]}, not "
                f"{stored.settings['fingerprint'][:12]} as when they were frozen; freeze data again."
            )
        return found


def _fingerprint(known: Interactions, later: Interactions) -> str:
    digest = hashlib.sha256()
    update_with_texts(digest, known.user_ids)
    update_with_texts(digest, known.item_ids)
    for part in (known, later):
        update_with_texts(digest, [str(len(part))])
        for array in (part.users, part.items, part.ratings, part.moments):
            digest.update(array.tobytes())
    return digest.hexdigest()
