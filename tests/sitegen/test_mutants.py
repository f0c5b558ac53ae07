"""Every single change of an expression: the list for each kind of part."""

from __future__ import annotations

import ast

import pytest

from checkers.expression import parse
from checkers.model import Option, Question
from sitegen.mutants import mutants

QUESTIONS = (
    Question("n", "几个？", "number", min=0, max=99),
    Question("k", "哪种？", "choice", tuple(Option(name, name) for name in ("a", "b", "c"))),
    Question("x", "甲吗？", "bool"),
    Question("y", "乙吗？", "bool"),
    Question("z", "丙吗？", "bool"),
)

TABLE = {
    "x": ["not x"],
    "not x": ["x", "not (not x)"],
    "True": ["not True"],
    "n >= 2": ["not n >= 2", "n == 2", "n != 2", "n < 2", "n <= 2", "n > 2", "n >= 1", "n >= 3"],
    "n == 0": ["not n == 0", "n != 0", "n < 0", "n <= 0", "n > 0", "n >= 0", "n == 1"],
    "n in (1, 5)": [
        "not n in (1, 5)", "n not in (1, 5)",
        "n in (5,)", "n in (0, 5)", "n in (2, 5)", "n in (1,)", "n in (1, 4)", "n in (1, 6)",
    ],
    "k == 'a'": ["not k == 'a'", "k != 'a'", "k == 'b'", "k == 'c'"],
    "k != 'b'": ["not k != 'b'", "k == 'b'", "k != 'a'", "k != 'c'"],
    "k in ('a', 'b')": [
        "not k in ('a', 'b')", "k not in ('a', 'b')",
        "k in ('b',)", "k in ('c', 'b')", "k in ('a',)", "k in ('a', 'c')", "k in ('a', 'b', 'c')",
    ],
    "k not in ('a',)": ["not k not in ('a',)", "k in ('a',)", "k not in ('b',)", "k not in ('c',)",
                        "k not in ('a', 'b')", "k not in ('a', 'c')"],
    "x == True": ["not x == True", "x != True", "x == False"],
    "x and y": ["not (x and y)", "x or y", "not x and y", "x and (not y)"],
    "x or y or z": ["not (x or y or z)", "x and y or z", "x or (y and z)",
                    "not x or y or z", "x or not y or z", "x or y or (not z)"],
    "x and y and z": ["not (x and y and z)", "x or (y and z)", "(x and y) or z",
                      "not x and y and z", "x and not y and z", "x and y and (not z)"],
    "not (x and y)": ["x and y", "not (not (x and y))", "not (x or y)", "not (not x and y)", "not (x and not y)"],
}  # fmt: skip


def same(source):
    """An expression without the accidents of its parentheses."""
    return ast.unparse(ast.parse(source, mode="eval"))


@pytest.mark.parametrize("source", TABLE)
def test_each_part_is_changed_in_every_single_way(source):
    found = [mutant.source for mutant in mutants(source, QUESTIONS)]
    assert sorted(found) == sorted({same(changed) for changed in TABLE[source]})


@pytest.mark.parametrize("source", ["1 <= n < 9", "3 > n", "n < 3 and (x or k == 'a')", "not not x"])
def test_every_mutant_can_be_read_by_the_engine(source):
    found = list(mutants(source, QUESTIONS))
    assert found
    for mutant in found:
        parse(mutant.source, QUESTIONS)


def test_a_chain_is_changed_link_by_link():
    found = [mutant.source for mutant in mutants("1 <= n < 9", QUESTIONS)]
    assert {"1 < n < 9", "1 <= n <= 9", "0 <= n < 9", "2 <= n < 9", "1 <= n < 8", "1 <= n < 10"} <= set(found)


def test_a_change_is_told_in_words_with_the_place_of_its_part():
    source = "  x and n >= 2"
    [mutant] = [each for each in mutants(source, QUESTIONS) if each.source == "x and n >= 3"]
    assert mutant.words == "把“n >= 2”改成“n >= 3”"
    assert source[mutant.offset :] == "n >= 2"
