import uuid

import pytest

from bot.channels.sanitise import (
    LONGEST_TEXT,
    BadInput,
    clean_metadata,
    clean_sender,
    clean_session,
    clean_text,
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("/greet", "greet"), (" / /restart", "restart"), ("\u200b/greet", "greet"), ("\x00/greet{}", "greet{}"),
        ("a\x00b", "ab"), ("a\nb\tc", "a b c"), ("\u202egnihton", "gnihton"), ("a\ud800b", "ab"), (None, ""),
        ("   ", ""),
        ("مرحبا", "مرحبا"), ("👍🏽", "👍🏽"), ("cafe\u0301", "café"), ("50/50", "50/50"), ("👨\u200d👩", "👨\u200d👩"),
    ],
)  # fmt: skip
def test_texts_are_made_safe(text, wanted):
    assert clean_text(text) == wanted


@pytest.mark.parametrize("text", ["word " * 3000, "x" * 10_000, "鞋" * 10_000, "/" * 10_000 + "a"])
def test_long_texts_are_cut(text):
    cut = clean_text(text)
    assert len(cut) <= LONGEST_TEXT
    assert not cut.endswith(" ")


@pytest.mark.parametrize("text", [1, 1.5, True, ["a"], {"a": 1}])
def test_other_types_are_no_texts(text):
    with pytest.raises(BadInput, match="message must be a string"):
        clean_text(text)


def test_nobody_shares_the_conversation_of_the_nameless():
    assert clean_sender(None) != clean_sender("")


@pytest.mark.parametrize("sender", [1, [], {}, True, "a" * 201, "a\nb", " ", "\x00"])
def test_bad_senders_are_refused(sender):
    with pytest.raises(BadInput, match="sender"):
        clean_sender(sender)


@pytest.mark.parametrize("session", [str(uuid.uuid4()), uuid.uuid4().hex, "Zb3-kd93_kdLq0aPZx71"])
def test_unguessable_sessions_are_kept(session):
    assert clean_session(session) == session


@pytest.mark.parametrize(
    "session", ["1", "user-42", "a" * 32, "0123456701234567", "../../etc/passwd/../../x", 7, None, [], {}]
)
def test_guessable_sessions_are_replaced(session):
    assert clean_session(session) != session
    assert len(clean_session(session)) == 32


def test_metadata_keeps_what_is_known_and_well_formed():
    token = "aa.bb.cc"
    given = {"locale": "pt_BR", "country": "br", "currency": "brl", "identity_token": token, "admin": True}
    assert clean_metadata(given) == {"locale": "pt_BR", "country": "BR", "currency": "BRL", "identity_token": token}


@pytest.mark.parametrize(
    "metadata",
    [
        {"locale": "x" * 99},
        {"country": "Germany"},
        {"currency": 3},
        {"identity_token": "no token"},
        {"locale": ["de"]},
        None,
        {},
    ],
)
def test_metadata_drops_the_rest(metadata):
    assert clean_metadata(metadata) == {}


@pytest.mark.parametrize("metadata", ["x", 1, [1], True])
def test_metadata_that_is_no_object_is_refused(metadata):
    with pytest.raises(BadInput, match="metadata must be an object"):
        clean_metadata(metadata)
