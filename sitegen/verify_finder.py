"""Checks the questions of the finder: each answer leads on, nobody walks in circles, and every entry is reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sitegen import words
from sitegen.draft import Draft
from sitegen.model import FinderAnswer, FinderQuestion
from sitegen.problems import Loc, Places, Problem, near
from sitegen.verify_records import DUTIES_ID

START = "start"
"""The question that is asked first; its answers are the readers of the site."""
MAX_QUESTIONS = 4
"""More questions than this nobody answers to find a page."""
MAX_CHOICES = 8
"""More answers, or guides under an answer, than this nobody takes in at a glance."""


@dataclass(frozen=True)
class FinderFile:
    """The questions of ``data/finder.yml`` as read.

    ``ids`` has also those of questions that are left out as wrong; ``whole`` says that nothing was left out.
    """

    questions: Mapping[str, FinderQuestion]
    places: Mapping[str, Places]
    ids: frozenset[str] = field(default=frozenset())
    whole: bool = True


@dataclass(frozen=True)
class Targets:
    """What guides may lead to; ``mechanisms`` is None when their file could not be read, so that any id passes."""

    drafts: Sequence[Draft]
    mechanisms: frozenset[str] | None
    duties: bool


def verify_finder(file: FinderFile, targets: Targets) -> list[Problem]:
    """Everything wrong with the questions; nothing when there are none."""
    problems: list[Problem] = []
    for question in file.questions.values():
        problems += _answers(question, file)
        problems += _guides(question, file.places[question.id], targets)
    if not file.whole or not file.questions:
        return problems
    problems += _start(file)
    if START in file.questions:
        visited: set[str] = set()
        problems += _ways(file, START, (), visited)
        if not problems:
            problems += _unused(file, visited)
            problems += _unreached(file, targets)
    return problems


def _answers(question: FinderQuestion, file: FinderFile) -> Iterator[Problem]:
    """Names are used once, and each answer leads either on or to guides."""
    problem = file.places[question.id].problem
    first: dict[str, int] = {}
    for at, answer in enumerate(question.answers):
        loc: Loc = ("answers", at)
        if answer.id in first:
            yield problem(
                (*loc, "id"), f"{answer.id} 前面已经用过（第 {first[answer.id] + 1} 个回答），请换一个名字"
            )
        first.setdefault(answer.id, at)
        if answer.to is None and not answer.guides:
            yield problem(loc, "这个回答哪里也不去：写 to（接着问哪个问题）或 guides（是哪几件事）")
        if answer.to is not None and answer.guides:
            yield problem((*loc, "to"), "to 和 guides 只能写一样：要么接着问，要么列出是哪几件事")
        if answer.to is not None and answer.to not in file.ids:
            yield problem((*loc, "to"), f"没有 id 为 {answer.to} 的问题{near(answer.to, file.ids)}")
    yield from _too_many(question.answers, ("answers",), "一个问题", "个回答", file.places[question.id])


def _guides(question: FinderQuestion, places: Places, targets: Targets) -> Iterator[Problem]:
    """What an answer leads to exists and is named once."""
    entries = {draft.entry.id for draft in targets.drafts}
    known = entries | ({DUTIES_ID} if targets.duties else set()) | (targets.mechanisms or set())
    complete = targets.mechanisms is not None and all(draft.sound("id") for draft in targets.drafts)
    for at, answer in enumerate(question.answers):
        seen: set[str] = set()
        for number, guide in enumerate(answer.guides):
            loc: Loc = ("answers", at, "guides", number, "id")
            if guide.id in seen:
                yield places.problem(loc, f"{guide.id} 在这个回答里已经写过，请删去一个")
            elif complete and guide.id not in known:
                yield places.problem(loc, f"没有编号为 {guide.id} 的事项或机制{near(guide.id, known)}")
            seen.add(guide.id)
        yield from _too_many(answer.guides, ("answers", at, "guides"), "一个回答", "件事", places)


def _too_many(items: Sequence[object], loc: Loc, of: str, unit: str, places: Places) -> Iterator[Problem]:
    if len(items) > MAX_CHOICES:
        says = f"{of}最多 {MAX_CHOICES} {unit}，现有 {len(items)} {unit}；合并几个，或者再分一问"
        yield places.problem((*loc, MAX_CHOICES), says)


def _start(file: FinderFile) -> Iterator[Problem]:
    """The first question asks who the reader is."""
    names = [f"{audience}（{name}）" for audience, name in words.AUDIENCES.items()]
    listed = f"{'、'.join(names[:-1])}和 {names[-1]}"
    if START not in file.questions:
        some = next(iter(file.places.values()))
        yield Problem.of_file(some.path, f"没有 id 为 {START} 的问题；它是第一个问题，回答是 {listed}")
        return
    for at, answer in enumerate(file.questions[START].answers):
        if answer.id not in words.AUDIENCES:
            says = f"第一个问题问读者是谁，回答的 id 只能写 {listed}，现为 {answer.id}"
            yield file.places[START].problem(("answers", at, "id"), says)


def _ways(file: FinderFile, question_id: str, trail: tuple[str, ...], visited: set[str]) -> Iterator[Problem]:
    """Walk every way from a question, of which ``trail`` came before; tell circles and ways that are too long."""
    trail = (*trail, question_id)
    visited.add(question_id)
    for at, answer in enumerate(file.questions[question_id].answers):
        if answer.to is None or answer.to not in file.questions:
            continue
        loc: Loc = ("answers", at, "to")
        if answer.to in trail:
            way = " → ".join([*trail[trail.index(answer.to) :], answer.to])
            yield file.places[question_id].problem(loc, f"问来问去又回到 {answer.to}（{way}），读者走不出来")
        elif len(trail) == MAX_QUESTIONS:
            way = " → ".join([*trail, answer.to])
            says = f"最多连着问 {MAX_QUESTIONS} 个问题，这里到了第 {MAX_QUESTIONS + 1} 个（{way}）"
            yield file.places[question_id].problem(loc, says)
        else:
            yield from _ways(file, answer.to, trail, visited)


def _unused(file: FinderFile, visited: set[str]) -> Iterator[Problem]:
    for question_id, places in file.places.items():
        if question_id not in visited:
            says = f"从第一个问题走不到这里；在某个回答里写 to: {question_id}，或者删去这个问题"
            yield places.problem(("id",), says)


def _unreached(file: FinderFile, targets: Targets) -> Iterator[Problem]:
    """Every reader gets to all entries that are for that reader, and someone to the duties table."""
    reached = {
        answer.id: (answer.label, set(_below(file, answer))) for answer in file.questions[START].answers
    }
    for draft in targets.drafts:
        if not draft.sound("id", "editorial"):
            continue
        for audience in draft.entry.editorial.audience:
            label, guides = reached.get(audience, (words.AUDIENCES[audience], set()))
            if draft.entry.id not in guides:
                yield draft.places.problem(
                    ("id",),
                    f"在 data/finder.yml 里从“{label}”走不到这个事项；在最贴切的回答的 guides 里加上"
                    f' {{id: "{draft.entry.id}"}}',
                )
    if targets.duties and all(DUTIES_ID not in guides for _, guides in reached.values()):
        says = f'没有一个回答走到职责任务清单；在最贴切的回答的 guides 里加上 {{id: "{DUTIES_ID}"}}'
        yield file.places[START].problem(("answers",), says)


def _below(file: FinderFile, answer: FinderAnswer) -> Iterator[str]:
    """Everything an answer leads to, now or after more questions."""
    yield from (guide.id for guide in answer.guides)
    if answer.to is not None:
        for further in file.questions[answer.to].answers:
            yield from _below(file, further)
