"""What is sealed comes back the same for the right key and context, and never otherwise."""

import secrets

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rexian.kit.crypto import DataKey, KeyRing, SealBroken

pytestmark = pytest.mark.pure

fixed_keys = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def new_ring() -> KeyRing:
    key_id = secrets.token_hex(8)
    return KeyRing({key_id: secrets.token_bytes(32)}, key_id, secrets.token_bytes(32))


@pytest.fixture
def ring() -> KeyRing:
    return new_ring()


@pytest.fixture
def key(ring: KeyRing) -> DataKey:
    return ring.new_data_key()


def test_a_text_sealed_before_a_rotation_opens_after_it() -> None:
    old = {"old": secrets.token_bytes(32)}
    search = secrets.token_bytes(32)
    token = KeyRing(old, "old", search).seal_text("x", context="c")
    rotated = KeyRing({**old, "new": secrets.token_bytes(32)}, "new", search)
    assert rotated.open_text(token, context="c") == "x"
    assert rotated.seal_text("x", context="c").split(".")[1] == "new"


@fixed_keys
@given(value=st.text(), context=st.text(max_size=20))
def test_a_text_comes_back(key: DataKey, value: str, context: str) -> None:
    assert key.open_text(key.seal_text(value, context=context), context=context) == value


def test_equal_texts_give_different_tokens_that_name_suite_and_key(key: DataKey) -> None:
    first, second = (key.seal_text("x", context="c") for _ in range(2))
    assert first != second
    assert first.split(".")[:2] == ["a256gcm", key.key_id]


def test_another_context_does_not_open(key: DataKey) -> None:
    with pytest.raises(SealBroken):
        key.open_text(key.seal_text("x", context="name"), context="number")


def test_another_key_does_not_open(ring: KeyRing, key: DataKey) -> None:
    with pytest.raises(SealBroken):
        ring.new_data_key().open_text(key.seal_text("x", context="c"), context="c")


@fixed_keys
@given(place=st.integers(min_value=0), replacement=st.sampled_from("Aa0_.!"))
def test_a_changed_token_does_not_open(key: DataKey, place: int, replacement: str) -> None:
    token = key.seal_text("陈晓梅", context="c")
    place %= len(token.rstrip("=")) - 1  # the last character before padding carries bits that decoding drops
    changed = token[:place] + replacement + token[place + 1 :]
    if changed != token:
        with pytest.raises(SealBroken):
            key.open_text(changed, context="c")


def test_a_wrapped_key_opens_what_the_key_has_sealed(ring: KeyRing, key: DataKey) -> None:
    token = key.seal_text("x", context="c")
    assert ring.unwrap(ring.wrap(key)).open_text(token, context="c") == "x"


def test_a_wrapped_key_is_of_no_use_to_another_installation(ring: KeyRing, key: DataKey) -> None:
    with pytest.raises(SealBroken):
        new_ring().unwrap(ring.wrap(key))


def test_search_hashes_are_equal_for_equal_values_of_one_purpose_only(ring: KeyRing) -> None:
    assert ring.search_hash("a", purpose="phone") == ring.search_hash("a", purpose="phone")
    assert ring.search_hash("a", purpose="phone") != ring.search_hash("a", purpose="id")
    assert ring.search_hash("a", purpose="phone") != ring.search_hash("b", purpose="phone")
