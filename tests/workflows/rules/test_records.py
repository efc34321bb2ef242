"""Records: one sequence of bytes for a value, and a signature that anybody can check."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from storage.keys import Signer
from workflows.rules.record_shape import checked, json_schema
from workflows.rules.records import canonical, exact, moment, sha256_of, verifies

DOCUMENTED = Path(__file__).resolve().parents[3] / "docs/publications.schema.json"
SIGNER = Signer.of(Ed25519PrivateKey.from_private_bytes(bytes(32)))

letters = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | letters,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(letters, inner, max_size=4),
    max_leaves=20,
)
objects = st.dictionaries(letters, values, max_size=6)


def test_the_example_of_rfc_8785_has_the_bytes_it_names() -> None:
    example: dict[str, Any] = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": '€$\x0f\nA\'B"\\\\"/',
        "literals": [None, True, False],
    }
    assert canonical(example).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_keys_stand_in_the_order_of_their_utf_16_units_as_in_section_3_2_3() -> None:
    keys = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical(keys)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


@given(objects, st.randoms(use_true_random=False))
def test_the_order_in_which_a_value_was_put_together_does_not_matter(value: dict[str, Any], chance: Any) -> None:
    parts = list(value.items())
    chance.shuffle(parts)
    assert canonical(dict(parts)) == canonical(value)


@given(objects)
def test_what_was_made_canonical_reads_back_the_same_and_is_canonical_again(value: dict[str, Any]) -> None:
    content = canonical(value)
    assert json.loads(content) == value
    assert canonical(json.loads(content)) == content


@given(objects)
def test_a_signature_fits_its_bytes(value: dict[str, Any]) -> None:
    content = canonical(value)
    assert verifies(content, SIGNER.sign(content), SIGNER.public_key)


@given(objects, st.data())
def test_one_changed_bit_breaks_signature_and_hash(value: dict[str, Any], data: st.DataObject) -> None:
    content = canonical(value)
    place, bit = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(0, 7))
    changed = bytearray(content)
    changed[place] ^= 1 << bit
    assert not verifies(bytes(changed), SIGNER.sign(content), SIGNER.public_key)
    assert sha256_of(bytes(changed)) != sha256_of(content)


def test_another_key_does_not_verify() -> None:
    other = Signer.of(Ed25519PrivateKey.from_private_bytes(b"1" * 32))
    assert not verifies(b"{}", SIGNER.sign(b"{}"), other.public_key)
    assert other.key_id != SIGNER.key_id


@pytest.mark.parametrize("broken", ["", "!", "AAAA", "ключ", "A" * 88])
def test_what_is_no_signature_or_no_key_verifies_nothing(broken: str) -> None:
    assert not verifies(b"{}", broken, SIGNER.public_key)
    assert not verifies(b"{}", SIGNER.sign(b"{}"), broken)


def test_the_first_vector_of_rfc_8032_verifies() -> None:
    private = Ed25519PrivateKey.from_private_bytes(
        bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    )
    signature = Signer.of(private).sign(b"")
    assert verifies(b"", signature, "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")


def test_the_hash_is_sha_256() -> None:
    assert sha256_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("value", "text"),
    [("87.7200", "87.72"), ("100", "100"), ("1E+2", "100"), ("0.0000", "0"), ("-0.50", "-0.5"), ("3", "3")],
)
def test_exact_numbers_are_plain_digits(value: str, text: str) -> None:
    assert exact(Decimal(value)) == text


def test_no_number_stays_none() -> None:
    assert exact(None) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**8), max_value=10**8))
def test_exact_numbers_lose_nothing(value: Decimal) -> None:
    text = exact(value)
    assert text is not None
    assert Decimal(text) == value


def test_moments_are_told_in_utc() -> None:
    there = datetime(2026, 9, 1, 3, 0, tzinfo=timezone(timedelta(hours=3)))
    assert moment(there) == "2026-09-01T00:00:00.000000Z" == moment(datetime(2026, 9, 1, tzinfo=UTC))


def test_the_documented_schema_is_that_of_the_code() -> None:
    assert json.loads(DOCUMENTED.read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize("record", [{}, {"format": "areopag-record/2"}, {"name": "Эксперт 1"}])
def test_what_has_another_shape_is_never_signed(record: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        checked(record)
