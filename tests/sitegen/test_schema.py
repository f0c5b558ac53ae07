"""The published schema is current and in Chinese, and every rule of the model has its words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from sitegen.model import DutiesTable, Entry, Law, Mechanism, Office, SourceDocument, Topic
from sitegen.schema import PATTERNS, SCHEMA_FILE, field, json_schema, schema_text

MODELS = (Entry, Office, Law, SourceDocument, Topic, Mechanism, DutiesTable)


def parts(schema):
    """Every mapping of a schema that describes something."""
    yield schema
    for key, value in schema.items():
        if key in ("properties", "patternProperties", "$defs"):
            for part in value.values():
                yield from parts(part)
        elif key in ("items", "additionalProperties", "propertyNames") and isinstance(value, dict):
            yield from parts(value)
        elif key == "anyOf":
            for part in value:
                yield from parts(part)


def test_the_committed_schema_is_that_of_the_model():
    assert SCHEMA_FILE.read_text("utf-8") == schema_text(), "已过期：运行 python -m sitegen.schema"


def test_the_schema_says_what_it_is_and_how_to_use_it():
    schema = json.loads(schema_text())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "# yaml-language-server: $schema=../../schema.json" in schema["description"]
    assert schema["required"] == ["id", "kind", "title", "summary", "editorial", "source"]
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("model", MODELS)
def test_every_field_is_described_in_chinese(model):
    for part in parts(json_schema(model)):
        for name, about in part.get("properties", {}).items():
            described = about.get("description", "")
            assert re.search("[一-鿿]", described), f"{model.__name__}: {name} {described}"


@pytest.mark.parametrize("model", MODELS)
def test_what_the_source_does_not_say_is_left_out_never_null(model):
    text = json.dumps(json_schema(model))
    assert '"null"' not in text
    assert ": null" not in text


@pytest.mark.parametrize("model", MODELS)
def test_every_coded_value_is_explained(model):
    schema = json_schema(model)
    for part in parts(schema):
        for name, about in part.get("properties", {}).items():
            choices = about.get("enum") or about.get("items", {}).get("enum") or []
            for choice in choices:
                if choice.isascii():
                    assert re.search(rf"\b{choice} [一-鿿]", about["description"]), f"{name}: {choice}"


@pytest.mark.parametrize("model", MODELS)
def test_every_pattern_has_its_words(model):
    patterns = {part["pattern"] for part in parts(json_schema(model)) if "pattern" in part}
    assert patterns <= PATTERNS.keys()


KEYWORDS = {
    "$schema", "$defs", "$ref", "type", "properties", "patternProperties", "required", "additionalProperties", "items", "anyOf", "enum",
    "description", "default", "pattern", "minLength", "minItems", "minimum", "maximum", "format", "propertyNames",
}  # fmt: skip
"""The rules whose violation is put into words; a new kind of rule needs words and a case in tests/bad."""


@pytest.mark.parametrize("model", MODELS)
def test_no_rule_is_without_words(model):
    assert {key for part in parts(json_schema(model)) for key in part} <= KEYWORDS


def test_a_field_is_found_by_its_path():
    assert field(Entry, ("materials", 2, "copies")).description == "份数；来源没写就不填"
    assert field(Entry, ("flows", 0, "nodes", 0, "next", 1, "to")).description == "去哪个节点"
    assert field(Entry, ("deadlines", 0, "recurrence")).names == ("every", "month", "months", "day")
    assert field(Entry, ("editorial", "audience", 0)).meaning("hall") == "hall（办事大厅）"
    assert field(Entry, ("conditions", 0, "id")).example == "validity"
    assert field(Entry, ("title",)).required
    assert not field(Entry, ("office",)).required
    assert field(Entry, ("no", 1, "such")).description == ""


# -- the schema says of good data what the model says


def faults_of(value, part, schema):
    """The names of the rules of a JSON Schema that ``value`` breaks, for the rules our schema has."""
    if "$ref" in part:
        yield from faults_of(value, schema["$defs"][part["$ref"].rsplit("/", 1)[1]], schema)
    if "anyOf" in part and all([*faults_of(value, option, schema)] for option in part["anyOf"]):
        yield "anyOf"
    kinds = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
    if "type" in part and type(value) is not kinds[part["type"]]:
        yield "type"
    elif isinstance(value, dict):
        yield from (name for name in part.get("required", []) if name not in value)
        for name, inside in value.items():
            known = part.get("properties", {}).get(name)
            if known is not None:
                yield from faults_of(inside, known, schema)
            elif part.get("additionalProperties") is False:
                yield name
    elif isinstance(value, list):
        for item in value:
            yield from faults_of(item, part.get("items", {}), schema)
    elif "enum" in part and value not in part["enum"]:
        yield "enum"
    elif "pattern" in part and not re.search(part["pattern"], value):
        yield "pattern"


def as_editors_tools_read(file):
    """A YAML file as JSON; dates stay text, as YAML 1.2 has it."""
    return json.loads(json.dumps(yaml.safe_load(file.read_text("utf-8")), default=str))


GOOD = Path(__file__).resolve().parent.parent / "good" / "data" / "entries"


@pytest.mark.parametrize("file", sorted(GOOD.rglob("*.yml")), ids=lambda file: file.stem)
def test_an_editors_tool_accepts_good_data(file):
    schema = json_schema(Entry)
    assert list(faults_of(as_editors_tools_read(file), schema, schema)) == []


@pytest.mark.parametrize("case", ["missing-key", "unknown-key", "wrong-choice", "wrong-type", "wrong-id"])
def test_an_editors_tool_marks_bad_data(case):
    schema = json_schema(Entry)
    file = GOOD.parent.parent.parent / "bad" / case / "data" / "entries" / "general" / "1.41-case.yml"
    assert list(faults_of(as_editors_tools_read(file), schema, schema))
