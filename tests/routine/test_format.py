"""The loader and the JSON Schema for editors are one format."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from willows_app.routine.document import read_document
from willows_app.routine.format import ROUTINE, json_schema
from willows_app.routine.loading import read_routine
from willows_app.routine.problems import RoutineError

VALIDATOR = Draft202012Validator(json_schema())

# A document has no line breaks in its text and no NaN, so neither is tried.
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 700)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_characters="\n"), max_size=70)
    | st.sampled_from(["left", "each", "alternating", "as needed", "cobra", "x" * 301])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["from", "to", "default", "id", "x"]), inner, max_size=4)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["hold", "breathe_in", "side", "sides", "first_side", "travel", "from", "id", "oops"]
)


@pytest.fixture(scope="module")
def document(shipped: bytes) -> Any:
    return read_document(shipped, "upper_back.yaml").value


def test_the_shipped_schema_is_that_of_the_format(shipped_schema: str) -> None:
    assert json.loads(shipped_schema) == json_schema(), "make it anew, as routine/format.py says"


def test_the_schema_is_a_sound_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


def test_the_schema_accepts_the_shipped_routine(document: Any) -> None:
    assert VALIDATOR.is_valid(document)


def test_an_editor_can_explain_every_key() -> None:
    assert [schema for schema in _schemas(json_schema()) if "description" not in schema] == []


def test_the_document_is_what_any_yaml_reader_sees(shipped: bytes, document: Any) -> None:
    assert document == yaml.safe_load(shipped)


@settings(max_examples=200)
@given(data=st.data())
def test_loader_and_schema_agree_on_any_change_to_the_shipped_routine(
    document: Any, data: st.DataObject
) -> None:
    changed = _changed(document, data)
    assert VALIDATOR.is_valid(changed) == (not list(ROUTINE.check(changed)))


@settings(max_examples=50)
@given(data=st.data())
def test_what_the_loader_accepts_the_schema_accepts(document: Any, data: st.DataObject) -> None:
    source = yaml.safe_dump(_changed(document, data)).encode("utf-8", "replace")
    try:
        read_routine(source, "changed.yaml")
    except RoutineError:
        return
    assert VALIDATOR.is_valid(read_document(source, "changed.yaml").value)


def _changed(document: Any, data: st.DataObject) -> Any:
    """The document with one to three places put differently, dropped or added to."""
    document = deepcopy(document)
    for _ in range(data.draw(st.integers(1, 3))):
        holder = data.draw(st.sampled_from(list(_holders(document))))
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        change = data.draw(st.sampled_from(["put", "drop", "add"]))
        if change == "add" and isinstance(holder, dict):
            holder[data.draw(KEYS)] = data.draw(VALUES)
        elif change == "add":
            holder.append(data.draw(VALUES))
        elif keys and change == "drop":
            del holder[data.draw(st.sampled_from(keys))]
        elif keys:
            holder[data.draw(st.sampled_from(keys))] = data.draw(VALUES)
    return document


def _holders(value: Any) -> Any:
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _holders(inner)


def _schemas(schema: dict[str, Any]) -> Any:
    for inner in (*schema.get("properties", {}).values(), *schema.get("oneOf", ())):
        if "required" not in inner or "type" in inner:
            yield inner
            yield from _schemas(inner)
    if "items" in schema:
        yield schema["items"]
        yield from _schemas(schema["items"])
