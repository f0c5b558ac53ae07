"""Rules are proved over all answers: every hole is found, with answers that show it and the place of the rule."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sitegen import proofs as proofs_module
from sitegen.load import load
from sitegen.problems import DataError
from sitegen.proofs import Proofs
from sitegen.prove import prove
from sitegen.prove_monotone import Reversal, reversal
from sitegen.prove_report import report

TESTS = Path(__file__).resolve().parent.parent
GOOD = TESTS / "good" / "data"
UNPROVED = TESTS / "unproved"


def findings(data: Path, proofs: Proofs) -> list[str]:
    """What is wrong with a data folder, line by line."""
    try:
        load(data, proofs)
    except DataError as error:
        return [str(problem) for problem in error.problems]
    return []


# -- what is found: one folder per kind of hole


def test_good_rules_are_proved():
    done = Proofs()
    assert findings(GOOD, done) == []
    proof = done.done["1.40"]
    assert (proof.questions, proof.states, proof.outcomes, proof.examples) == (3, 27, 2, 6)
    assert proof.mutants == proof.killed + proof.equivalent
    assert proof.method == "逐一"


@pytest.mark.parametrize("case", sorted(UNPROVED.iterdir()), ids=lambda case: case.name)
def test_each_hole_is_told_where_it_stands_with_a_counterexample(case, data):
    shutil.copytree(case / "data", data, dirs_exist_ok=True)
    assert findings(data, Proofs()) == (case / "expected.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("case", ["unguarded-threshold", "unguarded-option", "unguarded-and-or"])
def test_the_advised_examples_leave_no_hole(case, data):
    shutil.copytree(UNPROVED / case / "data", data, dirs_exist_ok=True)
    file = data / "entries" / "general" / "1.41-case.yml"
    proved = Proofs()
    assert findings(data, proved)
    advised = [
        line.partition("answers: ")[2].partition("，按现在的规则得 ") for line in proved.done["1.41"].advice
    ]
    with file.open("a", encoding="utf-8") as text:
        for number, (answers, _, expect) in enumerate(advised):
            keys = expect.partition("（")[0].replace("，", ", ")
            text.write(f"    - {{name: 补{number}, answers: {answers}, expect: {{{keys}}}}}\n")
    assert findings(data, Proofs()) == []


def test_nothing_is_proved_of_rules_whose_examples_fail(data):
    shutil.copytree(TESTS / "bad" / "failing-example" / "data", data, dirs_exist_ok=True)
    done = Proofs()
    assert len(findings(data, done)) == 3
    assert "1.41" not in done.done


# -- learning more never reverses what is certain


DOMAINS = {"a": (False, True), "n": (1, 2, 3)}


def test_results_that_only_grow_are_monotone():
    assert reversal(DOMAINS, lambda answers: {"结论": True} if "a" in answers else {}) is None


def test_a_result_that_turns_is_shown_before_and_after():
    found = reversal(DOMAINS, lambda answers: {"结论": answers.get("n") != 3})
    assert found == Reversal("结论", {}, {"n": 3})


def test_a_certainty_that_is_lost_again_is_a_reversal():
    found = reversal(DOMAINS, lambda answers: {} if "n" in answers else {"材料 申请表": "yes"})
    assert found == Reversal("材料 申请表", {}, {"n": 1})


# -- proofs are kept


@pytest.fixture
def counted(monkeypatch) -> list[str]:
    """The numbers of the entries that were proved afresh."""
    proved: list[str] = []

    def counting(entry):
        proved.append(entry.id)
        return prove(entry)

    monkeypatch.setattr(proofs_module, "prove", counting)
    return proved


def test_a_kept_proof_is_used_again_with_all_its_findings(data, tmp_path, counted):
    shutil.copytree(UNPROVED / "unguarded-threshold" / "data", data, dirs_exist_ok=True)
    first, second = Proofs(tmp_path / "kept"), Proofs(tmp_path / "kept")
    told = findings(data, first)
    assert findings(data, second) == told != []
    assert second.done == first.done
    assert sorted(counted) == ["1.40", "1.41"]


def test_a_changed_rule_is_proved_again_and_a_changed_word_of_the_summary_is_not(data, tmp_path, counted):
    file = data / "entries" / "general" / "1.40-permit.yml"
    findings(data, Proofs(tmp_path / "kept"))
    text = file.read_text("utf-8")
    file.write_text(text.replace("summary: ", "summary: 改过的", 1), "utf-8")
    findings(data, Proofs(tmp_path / "kept"))
    assert counted == ["1.40"]
    file.write_text(text.replace("met_if: shops >= 2", "met_if: 2 <= shops"), "utf-8")
    findings(data, Proofs(tmp_path / "kept"))
    assert counted == ["1.40", "1.40"]


def test_a_damaged_kept_proof_is_made_again(data, tmp_path, counted):
    findings(data, Proofs(tmp_path / "kept"))
    (tmp_path / "kept" / "1.40.json").write_text("{", "utf-8")
    assert findings(data, Proofs(tmp_path / "kept")) == []
    assert counted == ["1.40", "1.40"]


# -- the command


def test_the_command_prints_a_table(capsys):
    assert report(GOOD, []) == 0
    head, row, *_, last = capsys.readouterr().out.splitlines()
    assert head.split() == ["事项", "问题", "状态数", "结果", "例子", "变异", "发现", "等价", "方法"]
    assert row.split()[:5] == ["1.40", "3", "27", "2", "6"]
    assert last == "共 1 个核验，0 处要改"


def test_the_command_names_the_holes_and_the_examples_that_close_them(data, capsys):
    shutil.copytree(UNPROVED / "unguarded-threshold" / "data", data, dirs_exist_ok=True)
    assert report(data, ["1.41"]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith(
        "data/entries/general/1.41-case.yml:9:47 conditions[0].met_if：把“shops >= 2”改成“shops >= 1”"
    )
    assert "  加例子 answers: {shops: 1}，按现在的规则得 verdict: not_met" in printed
    assert "1.40" not in printed


def test_a_number_without_a_checker_is_an_error(capsys):
    assert report(GOOD, ["1.40", "9.9"]) == 1
    assert "没有证明 9.9：没有这个事项，或它没有 checker" in capsys.readouterr().err
