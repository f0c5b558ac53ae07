"""The typed model of everything an editor writes under ``data/``: one class per YAML mapping.

Field descriptions are Chinese because editors read them: they become tooltips through
``data/schema.json``. Expressions (``when``, ``met_if``, ``applies_if``) are stored as text here and
parsed by :mod:`checkers.expression`, the same code the browser runs.
"""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
EntryId = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+){0,2}$")]
LawId = Slug


def _day(value: object) -> object:
    """Accept a date in quotes as well as without: no other reading of 2026-11-21 exists."""
    if isinstance(value, str) and len(value) == len("2026-11-21"):
        with contextlib.suppress(ValueError):
            return date.fromisoformat(value)
    return value


Day = Annotated[date, BeforeValidator(_day)]

Unit = Literal["hour", "day", "working_day", "week", "month", "quarter", "year"]
Audience = Literal["enterprise", "staff", "hall"]
Stage = Literal["startup", "construction", "operation", "upgrade", "closure"]
Modality = Literal["must", "should", "may"]
Status = Literal["confirmed", "待核实"]
UNITS = "hour 小时，day 日，working_day 工作日，week 周，month 月，quarter 季度，year 年"


class Model(BaseModel):
    """Base of all data classes: immutable, and an unknown key is an error, not a silent loss."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Editorial(Model):
    """What we add so that the entry is found; nothing here comes from the source."""

    aliases: list[Text] = Field(default=[], description="读者会搜的别的说法，例如 [出国审批, 因公护照]")
    audience: list[Audience] = Field(
        min_length=1, description="给谁看：enterprise 企业，staff 工作人员，hall 办事大厅"
    )
    stages: list[Stage] = Field(
        default=[],
        description="企业生命周期阶段：startup 企业开办，construction 项目建设，operation 生产经营，upgrade 转型升级，closure 企业注销",
    )
    topics: list[Slug] = Field(
        default=[], description="主题，见 data/topics.yml，最贴切的写在最前，例如 [foreign-affairs]"
    )


class SourceRef(Model):
    """Where in the source documents the entry stands."""

    document: Text = Field(description='来源文件编号，见 data/sources.yml，例如 "001"')
    section: Text = Field(description='在来源文件中的编号，例如 "1.41"')


class Basis(Model):
    """One law or document the entry rests on."""

    law: LawId = Field(description="法规编号，见 data/laws.yml")
    articles: Text | None = Field(default=None, description="条款，例如 第三十三条；来源没写就不填")
    clause: Text = Field(description="来源条款，例如 一 或 规范首段")


class Statement(Model):
    """A fact in words with its clause: the base of fees, results, penalties and the like."""

    text: Text = Field(description="用平实的话重述，不照抄来源")
    clause: Text = Field(description="来源条款，例如 三(一) 或 流程图")


class Definition(Model):
    """A term the source defines."""

    term: Text = Field(description="术语")
    text: Text = Field(description="含义，重述")
    clause: Text = Field(description="来源条款")


class Quote(Model):
    """A statutory passage that must not be reworded, shown as a marked quotation."""

    law: LawId = Field(description="法规编号，见 data/laws.yml")
    article: Text | None = Field(default=None, description="条号；来源没写就不填")
    text: Text = Field(description="法条原文，一字不改")


class Penalty(Statement):
    """What follows from a breach, restated; the elements of an offence stand beside it as a quotation."""

    quote: Quote | None = Field(default=None, description="须原样引用的法条")


class Condition(Model):
    """受理条件: one criterion. With ``met_if`` it is checked by the engine, without it only shown."""

    id: Slug = Field(description="本事项内唯一的小写英文名，例如 validity")
    text: Text = Field(description="条件，重述成一句话")
    clause: Text = Field(description="来源条款")
    met_if: Text | None = Field(
        default=None, description="满足的条件式，用 checker.questions 里的名字，例如 shops >= 2"
    )
    applies_if: Text | None = Field(default=None, description="仅在此条件式成立时适用；不成立则“不适用”")
    curable: bool = Field(default=False, description="不满足时能否补救（缺材料、有效期不够等为 true）")
    cure: Text | None = Field(default=None, description="怎样补救，一句话")
    quote: Quote | None = Field(default=None, description="须原样引用的法条")


class Material(Model):
    """申请材料: one paper. ``name`` is exact and unique within the entry."""

    name: Text = Field(description="材料名称，照来源原样")
    copies: int | None = Field(default=None, ge=1, description="份数；来源没写就不填")
    unit: Text = Field(default="份", description="量词，例如 份、张")
    form: Literal["original", "copy", "original_and_copy"] | None = Field(
        default=None, description="original 原件，copy 复印件，original_and_copy 原件及复印件；来源没写就不填"
    )
    group: Text | None = Field(default=None, description="分组标题，例如 现金到账类")
    when: Text | None = Field(default=None, description="什么情况下需要（条件式）；总是需要就不填")
    when_text: Text | None = Field(default=None, description="同一情况的中文说法，例如 新办证照人员")
    note: Text | None = Field(default=None, description="填写或签章要求，重述")
    clause: Text = Field(description="来源条款")


class Branch(Model):
    """One outcome of a decision node."""

    when: Text = Field(description="什么情况走这条，例如 市批团")
    to: Slug = Field(description="去哪个节点")


class Node(Model):
    """A step (``do``), a decision (``decide``) or an end (``end``) of a flow; exactly one of the three."""

    id: Slug = Field(description="本流程内唯一")
    who: Text | None = Field(default=None, description="谁来做；来源没写就不填")
    do: Text | None = Field(default=None, description="做什么")
    decide: Text | None = Field(default=None, description="判断什么，写成问题")
    end: Text | None = Field(default=None, description="结束状态，例如 办结")
    optional: bool = Field(default=False, description="来源写“必要时”“根据情况”的步骤")
    next: Slug | list[Branch] | None = Field(
        default=None, description="下一节点；判断节点写成列表，每项 when/to"
    )
    parallel: list[Slug] = Field(default=[], description="同时开始的节点")
    deadline: Slug | None = Field(default=None, description="这一步的时限，见 deadlines")
    source_silent: bool = Field(default=False, description="来源没有写出其他走向（或没写谁做）")
    clause: Text = Field(description="来源条款，例如 三(一) 或 流程图")


class Flow(Model):
    """办理流程: the step list and the flowchart come from the same nodes; the first node is the start."""

    id: Slug = Field(description="本事项内唯一的小写英文名，例如 main")
    title: Text = Field(description="流程名称")
    clause: Text | None = Field(default=None, description="来源条款")
    nodes: list[Node] = Field(min_length=1, description="节点，第一个是起点")


class Event(Model):
    """Something that happens on a day and starts a deadline."""

    id: Slug = Field(description="本事项内唯一的小写英文名，例如 exited")
    name: Text = Field(description="事件，例如 被邀请人离境")


class Recurrence(Model):
    """How often a duty returns. With a deadline's ``amount`` it is counted from the end of the period."""

    every: Literal["month", "quarter", "year"] = Field(description="month 每月，quarter 每季度，year 每年")
    month: int | None = Field(default=None, ge=1, le=12, description="每年的几月")
    months: list[int] = Field(default=[], description="只说月份、没说日子时列出月份，例如 [10, 11]")
    day: int | None = Field(default=None, ge=1, le=31, description="几日前，例如 5")


class Interruption(Model):
    """What pauses or restarts a deadline."""

    id: Slug = Field(description="本时限内唯一的小写英文名，例如 third-party")
    name: Text = Field(description="例如 征求第三方意见")
    effect: Literal["pause", "restart"] = Field(description="pause 中止，restart 重新起算")
    authority: Text = Field(description="依据的法规和条款")


class Deadline(Model):
    """办理时限: who must do what, how long, counted from which event."""

    id: Slug = Field(description="本事项内唯一的小写英文名，例如 return-passport")
    kind: Literal["limit", "period", "earliest"] = Field(
        default="limit", description="limit 必须做完，period 持续这么久（如公示），earliest 不得早于"
    )
    what: Text = Field(description="做什么")
    who: Text | None = Field(default=None, description="谁来做；来源没写就不填")
    event: Slug | None = Field(
        default=None,
        description="从哪个事件（events 的 id）或哪个时限（deadlines 的 id）完成起算；来源没写就不填",
    )
    direction: Literal["after", "before", "by"] = Field(
        default="after", description="after 之后，before 之前，by 某个日子前（日子写在 recurrence 里）"
    )
    amount: int | None = Field(default=None, ge=0, description="数量；来源没有数字就不填")
    amount_min: int | None = Field(default=None, ge=0, description="幅度的下限，例如 5 至 10 日的 5")
    approximate: bool = Field(default=False, description="来源写“左右”“约”")
    unit: Unit | None = Field(default=None, description=UNITS)
    unit_stated: bool = Field(default=True, description="来源只写“日”“天”而没写工作日时为 false")
    level: Literal["statutory", "promised"] | None = Field(
        default=None, description="statutory 法定，promised 承诺；来源没分就不填"
    )
    extends: Slug | None = Field(default=None, description="这是对哪个时限的延长")
    recurrence: Recurrence | None = Field(default=None, description="周期性的事：每月、每季度、每年")
    when: Text | None = Field(default=None, description="仅在此条件式成立时适用")
    stated_as: Text = Field(description="来源的时限用语原文（短语），例如 5 个工作日内")
    interruptions: list[Interruption] = Field(default=[], description="使时限中止或重新起算的情形")
    note: Text | None = Field(default=None, description="需要说明的地方")
    clause: Text = Field(description="来源条款")


class Contact(Model):
    """A phone, address or site, exactly as the source gives it."""

    kind: Literal["phone", "email", "site"] = Field(description="phone 电话，email 邮箱，site 网站")
    name: Text | None = Field(default=None, description="是谁的电话或什么网站")
    value: Text = Field(description="照来源原样，例如 （0533）8180684")
    clause: Text = Field(description="来源条款")


class Record(Model):
    """A register or document with its required fields (台账, 请示件内容)."""

    title: Text = Field(description="台账或文件名称")
    fields: list[Text] = Field(min_length=1, description="应写明的内容，逐项")
    ledger: bool = Field(default=False, description="true：网页上的办件台账照它的栏目；一个事项最多一份")
    promises: dict[Text, Slug] = Field(
        default={}, description="台账里填日期的栏，和它承诺的时限，例如 {预计办结时间: finish}"
    )
    clause: Text = Field(description="来源条款")


class GuidanceItem(Model):
    """One rule of conduct, principle or service requirement."""

    text: Text = Field(description="重述成一句话")
    who: Text | None = Field(default=None, description="谁")
    modality: Modality | None = Field(default=None, description="must 应，should 宜，may 可")
    clause: Text = Field(description="来源条款")


class Guidance(Model):
    """A titled section of requirements that is neither condition, material, step nor deadline."""

    id: Slug = Field(description="本事项内唯一的小写英文名，例如 service")
    title: Text = Field(description="这一节的标题")
    items: list[GuidanceItem] = Field(min_length=1, description="逐条要求")


class Option(Model):
    """A possible answer of a choice question."""

    id: Name = Field(description="条件式里用的名字，例如 province")
    label: Text = Field(description="读者看到的选项，例如 省批团")


class Question(Model):
    """What the checker asks. “不清楚” is always possible and never written here."""

    id: Name = Field(description="条件式里用的名字，例如 shops")
    ask: Text = Field(description="问句，用“你”")
    type: Literal["bool", "choice", "number"] = Field(description="bool 是或否，choice 选一项，number 整数")
    options: list[Option] = Field(default=[], description="type 为 choice 时的选项")
    unit: Text | None = Field(default=None, description="type 为 number 时的单位，例如 家")
    min: int | None = Field(default=None, description="type 为 number 时的最小可能值")
    max: int | None = Field(default=None, description="type 为 number 时的最大可能值")
    help: Text | None = Field(default=None, description="怎样判断，一两句")
    clause: Text | None = Field(default=None, description="来源条款")


class VerdictText(Model):
    """The words for one verdict, and what to do next."""

    label: Text = Field(description="结论，例如 可以申办")
    next: Text = Field(description="下一步做什么")


class Verdicts(Model):
    """The words for each of the four verdicts; absent ones use the common words."""

    met: VerdictText | None = Field(default=None, description="满足时怎么说")
    not_met: VerdictText | None = Field(default=None, description="不满足时怎么说")
    unknown: VerdictText | None = Field(default=None, description="还不能确定时怎么说")
    not_applicable: VerdictText | None = Field(default=None, description="不适用时怎么说")


class Dimension(Model):
    """A group of outcomes of which exactly one holds for a complete answer set."""

    id: Slug = Field(description="本事项内唯一的小写英文名，例如 filing")
    title: Text = Field(description="例如 向谁备案")


class Outcome(Model):
    """One result of a decision: which document, office or path."""

    id: Slug = Field(description="本事项内唯一的小写英文名，例如 province")
    dimension: Slug = Field(description="属于哪一组结果，见 dimensions")
    label: Text = Field(description="结果，例如 向省商务厅备案")
    when: Text = Field(description="成立的条件式")
    next: Text | None = Field(default=None, description="下一步做什么")
    deadlines: list[Slug] = Field(default=[], description="随之适用的时限")
    clause: Text = Field(description="来源条款")


class Expect(Model):
    """What an example must give. Absent keys are not compared."""

    verdict: Literal["met", "not_met", "unknown", "not_applicable"] | None = Field(
        default=None, description="met 满足，not_met 不满足，unknown 还不能确定，not_applicable 不适用"
    )
    outcomes: list[Slug] | None = Field(
        default=None, description="此时成立的结果（全部列出），见 checker.outcomes"
    )
    materials: list[Text] | None = Field(default=None, description="此时一定需要的材料（全部列出）")
    deadlines: list[Slug] | None = Field(
        default=None, description="写了 when 的时限里，此时一定适用的（全部列出）"
    )
    criteria: dict[Slug, Literal["met", "not_met", "unknown", "not_applicable"]] | None = Field(
        default=None, description="结论里看不出来的，写 条件 id: 它的结论，例如 {validity: not_met}"
    )


class Example(Model):
    """A worked example; every one is a test."""

    name: Text = Field(description="例子的名称，例如 两家店且有效期足够")
    answers: dict[Name, bool | int | str] = Field(
        description="问题名: 回答；不写的问题就是不清楚，例如 {shops: 2}"
    )
    expect: Expect = Field(description="应得的结果")


class Checker(Model):
    """The questions of an entry and what follows from them. Criteria are the conditions with ``met_if``."""

    title: Text = Field(description="例如 我能申办吗")
    applies_if: Text | None = Field(default=None, description="整个核验适用的前提（条件式）")
    questions: list[Question] = Field(min_length=1, description="要问读者的问题")
    verdicts: Verdicts = Field(default=Verdicts(), description="四种结论各怎么说")
    dimensions: list[Dimension] = Field(default=[], description="结果的分组，每组恰有一个结果成立")
    outcomes: list[Outcome] = Field(default=[], description="可能的结果")
    examples: list[Example] = Field(min_length=1, description="例子，每个都会被检验")


class CurrentRule(Model):
    """The part of a deadline that current law replaces."""

    amount: int = Field(ge=0, description="现行规定的数量，例如 20")
    unit: Unit = Field(description=UNITS)


class Currency(Model):
    """What has changed since the source was written; the source's rule stays beside it."""

    field: Text = Field(
        description="涉及哪一项，例如 deadlines.reply、basis.xxx、conditions.yyy；整篇写 entry"
    )
    text: Text = Field(description="现行规定怎么说，或哪里需要核实")
    value: CurrentRule | None = Field(default=None, description="能计算的，写出数量和单位")
    authority: Text | None = Field(default=None, description="现行依据，例如 政府信息公开条例 第三十三条")
    effective_from: Day | None = Field(default=None, description="现行规定的施行日期，例如 2019-05-15")
    status: Status = Field(description="confirmed 已核实，或 待核实")
    checked_on: Day = Field(description="核对日期，例如 2026-11-21")


class Remark(Model):
    """A slip or contradiction of the source, shown beside the fact."""

    field: Text = Field(description="涉及哪一项，写法同 currency.field")
    says: Text = Field(description="来源哪里有笔误或前后不一，两种读法都写出")
    clause: Text = Field(description="来源条款")


class Entry(Model):
    """One service procedure (事项) or standard: one file, one page."""

    id: EntryId = Field(description='来源中的编号，加引号，例如 "1.41"')
    kind: Literal["procedure", "standard"] = Field(description="procedure 办事事项，standard 服务标准")
    title: Text = Field(description="名称，照来源原样")
    summary: Text = Field(description="一句话：这是什么事、给谁办")
    historical: Text | None = Field(
        default=None, description="这件事已经结束时，写一句何时、为什么结束；页面顶部标“已结束”"
    )
    editorial: Editorial = Field(description="我们加的检索信息，不是来源的内容")
    office: Slug | None = Field(default=None, description="科室，见 data/offices.yml；标准不填")
    source: SourceRef = Field(description="来源文件和其中的编号")
    basis: list[Basis] = Field(default=[], description="办理依据")
    definitions: list[Definition] = Field(default=[], description="术语")
    conditions: list[Condition] = Field(default=[], description="受理条件")
    materials: list[Material] = Field(default=[], description="申请材料")
    flows: list[Flow] = Field(default=[], description="办理流程，可以不止一个")
    events: list[Event] = Field(default=[], description="使时限开始的事件")
    deadlines: list[Deadline] = Field(default=[], description="办理时限")
    places: list[Statement] = Field(default=[], description="办理地点")
    contacts: list[Contact] = Field(default=[], description="电话、邮箱、网站")
    results: list[Statement] = Field(default=[], description="办理结果")
    fees: list[Statement] = Field(default=[], description="收费")
    penalties: list[Penalty] = Field(default=[], description="处罚")
    records: list[Record] = Field(default=[], description="台账和文书的内容要求")
    guidance: list[Guidance] = Field(default=[], description="其他要求")
    checker: Checker | None = Field(default=None, description="核验：问题、结果和例子")
    currency: list[Currency] = Field(default=[], description="来源之后的变化")
    remarks: list[Remark] = Field(default=[], description="来源的笔误和矛盾")

    @property
    def ledger(self) -> Record | None:
        """The case ledger (台账) the source prescribes, if it does."""
        return next((record for record in self.records if record.ledger), None)

    @property
    def case_deadlines(self) -> list[Deadline]:
        """The deadlines of a single case; what returns every month or year belongs to none."""
        return [deadline for deadline in self.deadlines if deadline.recurrence is None]

    @property
    def has_cases(self) -> bool:
        """Whether single cases have days to watch: a day starts a deadline, or the ledger itself promises one."""
        counted = (
            deadline.event is not None and deadline.amount is not None for deadline in self.case_deadlines
        )
        return bool(self.ledger and self.ledger.promises) or any(counted)


class Office(Model):
    """科室, with what the duties table says of it."""

    id: Slug = Field(description="科室编号，也是 data/entries 下的文件夹名，例如 general")
    name: Text = Field(description="科室名称，照来源原样")
    also: list[Text] = Field(default=[], description="加挂的牌子")
    clause: Text = Field(description="来源条款")


class Law(Model):
    """A law, rule or document that entries rest on."""

    id: LawId = Field(description="法规编号，例如 disclosure-regulations")
    title: Text = Field(description="名称，照来源原样，不带书名号")
    named: bool = Field(default=True, description="来源只泛指、没有写出名称的（例如 外交部相关规定）为 false")
    number: Text | None = Field(default=None, description="文号，例如 商务部公告 2019 年第 62 号")
    status: Literal["in_force", "repealed", "superseded", "待核实"] = Field(
        description="in_force 现行，repealed 已废止，superseded 已被替代，待核实"
    )
    superseded_by: Text | None = Field(default=None, description="替代它的法规名称和文号")
    authority: Text | None = Field(default=None, description="凭什么这样说：公告或新法的名称和文号")
    checked_on: Day = Field(description="核对日期，例如 2026-11-21")
    note: Text | None = Field(default=None, description="需要说明的地方")

    @property
    def cited(self) -> str:
        """How pages name it: in 《》 when the source gives a name, as it stands when it only alludes to one."""
        return f"《{self.title}》" if self.named else self.title


class SourceDocument(Model):
    """One source document and how pages cite it."""

    id: Text = Field(description='来源文件编号，加引号，例如 "001"')
    title: Text = Field(description="文件名称，照来源原样")
    publisher: Text = Field(description="发布单位")
    as_of: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")] | None = Field(
        default=None, description="文本日期，年-月，例如 2020-07；没有就不填"
    )
    status: Text = Field(description="文本性质，例如 正式文件、草案")
    notice: Text = Field(description="页面顶部的一句话，例如 依据2020年7月文本，办理前请致电核实")
    note: Text | None = Field(default=None, description="需要说明的地方")


class Topic(Model):
    """A subject under which readers look for entries; ours, not the source's."""

    id: Slug = Field(description="主题编号，例如 foreign-affairs")
    title: Text = Field(description="主题名称，用平常的话，例如 外事和出国")
    description: Text = Field(description="一句话：这里有哪些事")


# -- mechanisms ----------------------------------------------------------------------------------------


class NamedIn(Model):
    """A place in a source document that names a mechanism."""

    document: Text = Field(description='来源文件编号，见 data/sources.yml，例如 "002"')
    section: Text = Field(description='在来源文件中的编号；来源 001 写附件编号，例如 "3.37"')
    clause: Text = Field(description="来源条款，例如 四(八)")


class MechanismDefinition(Model):
    """What one source document says a mechanism is."""

    document: Text = Field(description='来源文件编号，见 data/sources.yml，例如 "004"')
    clause: Text = Field(description="来源条款")
    text: Text = Field(description="含义，重述")


class Mechanism(Model):
    """服务机制: a rule of service that standards and procedures name, defined only where a source defines it."""

    id: Slug = Field(description="机制编号，也是网址的一部分，例如 one-time-notice")
    title: Text = Field(description="名称，照来源原样")
    aliases: list[Text] = Field(default=[], description="读者会搜的别的说法，例如 [一次告知]")
    named_in: list[NamedIn] = Field(min_length=1, description="哪些来源、哪一条写到它")
    definitions: list[MechanismDefinition] = Field(default=[], description="来源给的含义；来源没写就不填")
    related: list[Slug] = Field(default=[], description="相近的机制，写它们的编号")
    remark: Text | None = Field(default=None, description="来源里需要说明的地方")


# -- the finder ----------------------------------------------------------------------------------------


class FinderGuide(Model):
    """Where an answer of the finder leads: an entry, the duties table or a mechanism."""

    id: Text = Field(description='事项编号加引号，例如 "1.41"；"0" 是职责任务清单；也可以写机制的编号')
    when: Text | None = Field(
        default=None, description="什么时候是它，用平常的话，例如 常去亚太国家和地区做生意"
    )


class FinderAnswer(Model):
    """One answer of the finder; it leads to another question or to guides, never to both."""

    id: Slug = Field(description="本问题内唯一的小写英文名，也是网址的一部分，例如 apec")
    label: Text = Field(description="回答，用读者平常的话，例如 外国客人要来，需要邀请函")
    to: Slug | None = Field(default=None, description="接着问哪个问题，写它的 id")
    guides: list[FinderGuide] = Field(default=[], description="是哪几件事")


class FinderQuestion(Model):
    """One question of the finder; ``start`` is asked first."""

    id: Slug = Field(description="问题的编号，例如 abroad；第一个问题是 start")
    ask: Text = Field(description="问句，例如 谁出去，谁来？")
    answers: list[FinderAnswer] = Field(min_length=1, description="可选的回答")


# -- the duties table ----------------------------------------------------------------------------------


class Duty(Model):
    """One numbered duty of an office."""

    number: Text = Field(description="编号，照来源原样，例如 （一）")
    text: Text = Field(description="职责，重述")


class BureauDuty(Model):
    """One numbered duty of the bureau as a whole, in the table of one office."""

    office: Slug = Field(description="写在哪个科室的表里，见 data/offices.yml，例如 general")
    number: Text = Field(description="编号，照来源原样，例如 一")
    text: Text = Field(description="职责，重述")
    clause: Text = Field(description="来源条款")


class Bureau(Model):
    """The bureau the table belongs to."""

    name: Text = Field(description="单位名称，照来源原样")
    duties: list[BureauDuty] = Field(default=[], description="部门主要职责")


class Task(Model):
    """One task of an office and the procedures that say how it is done."""

    number: int = Field(ge=1, description="工作任务的编号，例如 41")
    name: Text = Field(description="工作任务的名称，照来源原样")
    annex: Text = Field(description='来源写的附件编号，照来源原样，例如 "1.5"')
    procedures: list[EntryId] = Field(min_length=1, description='对应的事项编号，例如 ["1.5.1", "1.5.2"]')
    remark: Text | None = Field(default=None, description="来源写错、没有分给岗位等需要说明的地方")


class Post(Model):
    """One post of an office with the numbers of its tasks."""

    name: Text = Field(description="岗位名称，照来源原样，例如 综合岗位 1")
    responsibility: Text = Field(description="岗位责任，重述")
    tasks: list[int] = Field(min_length=1, description="这个岗位做的工作任务的编号，例如 [1, 2, 3]")


class TableRemark(Model):
    """What the table says in a note, or what is wrong with it."""

    says: Text = Field(description="来源怎样写，或哪里有出入")
    clause: Text = Field(description="来源条款")
    office: Slug | None = Field(default=None, description="只关系到一个科室的，写科室编号，例如 general")


class DutyOffice(Model):
    """One office in the table: duties, tasks and posts side by side."""

    id: Slug = Field(description="科室编号，见 data/offices.yml，例如 general")
    name: Text = Field(description="科室名称，照来源原样")
    also: list[Text] = Field(default=[], description="加挂的牌子")
    clause: Text = Field(description="来源条款")
    duties: list[Duty] = Field(default=[], description="科室职责")
    tasks: list[Task] = Field(min_length=1, description="工作任务")
    posts: list[Post] = Field(min_length=1, description="岗位和岗位责任")
    boundaries: list[TableRemark] = Field(default=[], description="科室间职责边界事项")


class DutiesTable(Model):
    """职责任务清单, the entry "0": which office has which duties, tasks and posts."""

    source: SourceRef = Field(description="来源文件和其中的编号")
    bureau: Bureau = Field(description="单位和部门主要职责")
    offices: list[DutyOffice] = Field(min_length=1, description="各科室")
    remarks: list[TableRemark] = Field(default=[], description="来源的笔误和矛盾")
