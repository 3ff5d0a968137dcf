"""What every implementation of the port Carts does."""

import pytest

from actions.backend.ports import Carts
from retrieval.commerce.cart import MAX_LINES, MAX_PIECES, CartLine
from retrieval.errors import BackendError


class CartsContract:
    """Give `carts` as a fixture: empty carts of any owner."""

    def test_cart_that_nobody_filled_is_empty(self, carts: Carts) -> None:
        assert carts.cart("anon:nobody").lines == ()
        assert carts.cart("anon:nobody").n_pieces == 0

    def test_lines_stand_in_the_order_in_which_they_came(self, carts: Carts) -> None:
        carts.put("user:ann", "tee", 2)
        carts.put("user:ann", "schuh", 1, "EU 42")
        carts.put("user:ann", "tee", 3)
        cart = carts.cart("user:ann")
        assert cart.lines == (CartLine("tee", 3), CartLine("schuh", 1, "EU 42"))
        assert cart.n_pieces == 4
        assert cart.cart_id

    def test_putting_twice_is_putting_once(self, carts: Carts) -> None:
        assert carts.put("user:ann", "tee", 2) == carts.put("user:ann", "tee", 2)

    def test_sizes_of_a_product_are_lines_of_their_own(self, carts: Carts) -> None:
        carts.put("user:ann", "schuh", 1, "EU 42")
        cart = carts.put("user:ann", "schuh", 2, "EU 43")
        assert (cart.quantity("schuh", "EU 42"), cart.quantity("schuh", "EU 43"), cart.quantity("schuh")) == (1, 2, 0)

    def test_none_of_it_takes_it_out(self, carts: Carts) -> None:
        carts.put("user:ann", "tee", 2)
        assert carts.put("user:ann", "tee", 0).lines == ()
        assert carts.put("user:ann", "never there", 0).lines == ()

    def test_carts_of_two_owners_are_apart(self, carts: Carts) -> None:
        carts.put("user:ann", "tee", 2)
        carts.put("anon:s1", "tasse", 1)
        assert [line.product_id for line in carts.cart("user:ann").lines] == ["tee"]
        assert carts.cart("user:ann").cart_id != carts.cart("anon:s1").cart_id

    def test_cleared_cart_is_empty(self, carts: Carts) -> None:
        carts.put("user:ann", "tee", 2)
        carts.clear("user:ann")
        carts.clear("user:ann")
        assert carts.cart("user:ann").lines == ()

    def test_cart_handed_over_is_added_up_and_nothing_stays_behind(self, carts: Carts) -> None:
        carts.put("anon:s1", "tee", 2)
        carts.put("anon:s1", "tasse", 1)
        carts.put("user:ann", "tee", MAX_PIECES - 1)
        carts.put("user:ann", "schuh", 1, "EU 42")
        cart = carts.hand_over("anon:s1", "user:ann")
        assert cart == carts.cart("user:ann")
        assert cart.lines == (CartLine("tee", MAX_PIECES), CartLine("schuh", 1, "EU 42"), CartLine("tasse", 1))
        assert carts.cart("anon:s1").lines == ()
        assert carts.hand_over("anon:s1", "user:ann").lines == cart.lines

    @pytest.mark.parametrize("quantity", [-1, MAX_PIECES + 1])
    def test_quantity_that_no_cart_holds_is_refused(self, carts: Carts, quantity: int) -> None:
        with pytest.raises(BackendError, match=str(quantity)):
            carts.put("user:ann", "tee", quantity)

    def test_cart_holds_only_so_many_lines(self, carts: Carts) -> None:
        for number in range(MAX_LINES):
            carts.put("user:ann", f"p{number}", 1)
        with pytest.raises(BackendError):
            carts.put("user:ann", "one more", 1)
        assert carts.put("user:ann", "p0", 5).quantity("p0") == 5

    @pytest.mark.parametrize("owner", ["user:安娜", "user:อันนา", "user:آنا", "user:a b/c?d#e", "anon:Çağrı"])
    def test_owners_may_be_called_anything(self, carts: Carts, owner: str) -> None:
        carts.put(owner, "茶/1?", 2, "サイズ M")
        assert carts.cart(owner).lines == (CartLine("茶/1?", 2, "サイズ M"),)
