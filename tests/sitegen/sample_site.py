"""A small site in memory that uses every feature of the model once; its content is made up for the tests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import yaml

from sitegen.load import Site
from sitegen.model import DutiesTable, Entry, Law, Mechanism, Office, SourceDocument, Topic

FULL = """
id: "9.1"
kind: procedure
title: 样例卡申办
summary: 企业为本单位人员申办样例卡，由县级窗口初审。
editorial: {aliases: [样卡], audience: [enterprise, hall], stages: [operation, upgrade]}
office: general
source: {document: "001", section: "9.1"}
basis:
  - {law: sample-rules, articles: 第三条, clause: 一}
  - {law: old-rules, clause: 一}
definitions:
  - {term: 样例卡, text: 给经常出行人员的多次有效凭证。, clause: 一(一)}
conditions:
  - {id: kind, text: 申请企业是在本县注册的民营企业, clause: 一(一), met_if: "kind == 'private'"}
  - id: shops
    text: 有至少 2 个直营店，且都经营超过 1 年
    clause: 一(二)
    met_if: shops >= 2 and open_long
    curable: true
    cure: 先把直营店开到 2 个并经营满 1 年
  - {id: record, text: 申请人没有犯罪记录, clause: 一(三), met_if: not convicted, applies_if: "kind != 'none'"}
  - {id: honest, text: 填报内容属实, clause: 一(四)}
materials:
  - {name: 《样例卡申请表》, copies: 3, form: original, note: 本人签名，用黑色签字笔, clause: 二(一)}
  - {name: 二寸白底免冠照片, copies: 4, unit: 张, clause: 二(二)}
  - {name: 营业执照, form: copy, clause: 二(三)}
  - {name: 企业性质认定书, form: original_and_copy, when: "kind == 'private'", when_text: 民营企业, clause: 二(四)}
  - {name: 资产评估报告, group: 实物出资类, when: "kind == 'joint'", when_text: 合资企业, clause: 二(五)}
  - {name: 出资证明书, group: 实物出资类, when: "kind == 'joint'", when_text: 合资企业, clause: 二(五)}
flows:
  - id: main
    title: 申办流程
    clause: 流程图
    nodes:
      - {id: apply, who: 申请企业, do: 备齐材料并提交, next: review, clause: 三(一)}
      - id: review
        who: 县级窗口
        decide: 材料齐全并符合要求吗
        next: [{when: 齐全, to: visit}, {when: 不齐全, to: apply}, {when: 不符合要求, to: refuse}]
        clause: 三(二)
      - {id: visit, who: 市级部门, do: 约谈负责人或实地考察, optional: true, next: sign, clause: 三(三)}
      - {id: sign, do: 领导签批, parallel: [scan, notify], clause: 流程图, source_silent: true}
      - {id: scan, who: 市级部门, do: 扫描上传, next: done, clause: 三(四)}
      - {id: notify, who: 市级部门, do: 通知企业取件, next: done, deadline: report, clause: 三(五)}
      - {id: done, end: 办结, clause: 三(五)}
      - {id: refuse, end: 不予受理, clause: 流程图}
events:
  - {id: accepted, name: 窗口受理申请}
  - {id: exited, name: 被邀请人离境}
deadlines:
  - {id: reply, what: 答复申请人, who: 县级窗口, event: accepted, amount: 20, unit: day, unit_stated: false,
     level: statutory, stated_as: 20 天内, clause: 四(一),
     interruptions: [{id: hearing, name: 听证, effect: pause, authority: 样例管理办法 第九条}]}
  - {id: extension, what: 延长答复, event: reply, extends: reply, amount: 20, unit: day, stated_as: 延长 20 天, clause: 四(一)}
  - {id: report, what: 交回情况报告表, who: 邀请单位, event: exited, amount: 5, unit: working_day, level: promised,
     stated_as: 5 个工作日内, clause: 四(二)}
  - {id: notice, kind: period, what: 公示, event: accepted, amount: 15, amount_min: 10, unit: day, stated_as: 10 至 15 日, clause: 四(三)}
  - {id: advance, what: 上报请示, event: exited, direction: before, amount: 3, unit: month, stated_as: 前 3 个月, clause: 四(四)}
  - {id: monthly, what: 上报证明材料, recurrence: {every: month, day: 5}, stated_as: 每月 5 日前, clause: 四(五)}
  - {id: quarterly, what: 填报季报, recurrence: {every: quarter}, amount: 15, unit: working_day, stated_as: 每季度结束后 15 个工作日内, clause: 四(六)}
  - {id: silent, what: 制卡, who: 主管部门, stated_as: 规定时间内, when: "kind == 'private'", clause: 四(七)}
places:
  - {text: 样例街 1 号 3 楼 321 室, clause: 六}
contacts:
  - {kind: phone, name: 综合科, value: （0533）8180684, clause: 七}
  - {kind: email, value: sample@example.com, clause: 八}
results:
  - {text: 领取样例卡, clause: 三(五)}
penalties:
  - {text: 卡遗失并造成严重后果的，通报批评, clause: 五}
records:
  - {title: 事项台账, fields: [单位名称, 联系方式, 需求内容], clause: 五(二)}
guidance:
  - id: keeping
    title: 卡的保管
    items:
      - {text: 指定专人保管, who: 持卡单位, modality: must, clause: 五(一)}
      - {text: 登记借用情况, modality: should, clause: 五(一)}
checker:
  title: 我能申办样例卡吗
  applies_if: "kind != 'none'"
  questions:
    - id: kind
      ask: 你所在的企业属于哪一类？
      type: choice
      options: [{id: private, label: 民营企业}, {id: joint, label: 中外合资企业}, {id: none, label: 没有企业}]
      help: 看营业执照上的“类型”一栏。
      clause: 一(一)
    - {id: shops, ask: 你有几家直营店？, type: number, unit: 家, min: 0, max: 999, clause: 一(二)}
    - {id: open_long, ask: 每家都经营超过 1 年了吗？, type: bool, clause: 一(二)}
    - {id: convicted, ask: 申请人有犯罪记录吗？, type: bool, clause: 一(三)}
  verdicts:
    met: {label: 可以申办, next: 备齐材料，交到县级窗口}
  dimensions: [{id: where, title: 交到哪里}]
  outcomes:
    - {id: county, dimension: where, label: 交到县级窗口, when: "shops < 10 or kind == 'joint'", deadlines: [reply], clause: 三(一)}
    - {id: city, dimension: where, label: 直接报市级部门, when: "shops >= 10 and kind != 'joint'", next: 先打电话约时间, clause: 三(一)}
  examples:
    - {name: 民营企业三家店, answers: {kind: private, shops: 3, open_long: true, convicted: false},
       expect: {verdict: met, outcomes: [county]}}
currency:
  - {field: deadlines.reply, text: 现行规定为 20 个工作日, value: {amount: 20, unit: working_day}, authority: 样例公开条例 第三十三条,
     effective_from: 2019-05-15, status: confirmed, checked_on: 2026-11-21}
  - {field: basis.old-rules, text: 这份文件可能已被新办法替代, status: 待核实, checked_on: 2026-11-21}
remarks:
  - {field: deadlines.report, says: 流程图写 3 个工作日，正文写 5 个工作日。, clause: 流程图}
  - {field: title, says: 正文多处写“我市”，标题写“我县”。, clause: 规范首段}
"""

SPARSE = """
id: "003"
kind: standard
title: 企业服务专员规范
summary: 说明服务专员做什么。
editorial: {audience: [staff], stages: []}
source: {document: "003", section: "003"}
guidance:
  - id: duties
    title: 专员职责
    items: [{text: 定期走访企业, modality: should, clause: "5.1"}]
"""

OFFICES = [{"id": "general", "name": "综合科", "also": ["外事办公室"], "clause": "职责表"}]
LAWS = [
    {
        "id": "sample-rules",
        "title": "样例管理办法",
        "number": "样例令第 1 号",
        "status": "in_force",
        "checked_on": "2026-11-21",
    },
    {
        "id": "old-rules",
        "title": "样例暂行办法",
        "status": "superseded",
        "superseded_by": "样例管理办法",
        "authority": "样例令第 1 号第二十条",
        "checked_on": "2026-11-21",
    },
]
SOURCES = [
    {
        "id": "001",
        "title": "样例县商务局工作流程及规范",
        "publisher": "样例县商务局",
        "as_of": "2020-07",
        "status": "正式文件",
        "notice": "依据2020年7月文本，办理前请致电核实",
    },
    {
        "id": "003",
        "title": "企业服务专员规范",
        "publisher": "样例市市场监督管理局",
        "status": "草案",
        "notice": "依据标准草案，以正式发布的文本为准",
    },
]
TOPICS = [
    {"id": "travel", "title": "出行和证件", "description": "出行要办的证件"},
    {"id": "service", "title": "服务企业", "description": "专员和走访"},
]
MECHANISMS = """
- id: one-visit
  title: 一次办好制
  aliases: [跑一次]
  named_in:
    - {document: "003", section: "5", clause: "5.2"}
    - {document: "003", section: "5", clause: "5.4"}
    - {document: "001", section: "9.1", clause: 三(一)}
  definitions:
    - {document: "003", clause: "5.2", text: 材料齐全的，一次受理。}
  related: [first-contact]
  remark: 001 只写名称。
- {id: first-contact, title: 首接负责制, named_in: [{document: "003", section: "5", clause: "5.3"}]}
"""
DUTIES = """
source: {document: "001", section: "0"}
bureau:
  name: 样例县商务局
  duties: [{office: general, number: 一, text: 执行商务方针政策。, clause: 职责表一}]
offices:
  - id: general
    name: 综合科
    also: [外事办公室]
    clause: 职责表
    duties: [{number: （一）, text: 管理出行证件。}]
    tasks:
      - {number: 7, name: 样例卡申办工作, annex: "9.7", procedures: ["9.1"], remark: 附件写成 9.7，其实是 9.1。}
    posts: [{name: 综合岗位 1, responsibility: 做第 7 项工作任务。, tasks: [7]}]
    boundaries: [{says: 来源写“无”。, clause: 职责边界}]
remarks:
  - {says: 备注栏是空的。, clause: 职责表}
  - {says: 编号多一个括号。, clause: 职责（一）, office: general}
"""


def entry(text: str, **changes: object) -> Entry:
    """An entry from YAML, with top-level keys replaced."""
    return Entry.model_validate(yaml.safe_load(text) | changes)


def site(*entries: Entry) -> Site:
    """A site of these entries, or of the full and the sparse one."""
    chosen = entries or (entry(FULL), entry(SPARSE))
    return Site(
        entries=chosen,
        offices={item["id"]: Office.model_validate(item) for item in OFFICES},
        laws={item["id"]: Law.model_validate(item) for item in LAWS},
        sources={item["id"]: SourceDocument.model_validate(item) for item in SOURCES},
        paths={item.id: Path(f"data/entries/{item.id}.yml") for item in chosen},
    )


def connected(*entries: Entry) -> Site:
    """The same site with a duties table, mechanisms and topics."""
    return replace(
        site(*entries),
        topics={item["id"]: Topic.model_validate(item) for item in TOPICS},
        mechanisms={item["id"]: Mechanism.model_validate(item) for item in yaml.safe_load(MECHANISMS)},
        duties=DutiesTable.model_validate(yaml.safe_load(DUTIES)),
    )


def write(folder: Path) -> None:
    """The same as files, for a build with MkDocs."""
    for path, text in (("general/9.1-sample.yml", FULL), ("standards/003-sample.yml", SPARSE)):
        (folder / "entries" / path).parent.mkdir(parents=True)
        (folder / "entries" / path).write_text(text, "utf-8")
    for name, items in (("offices", OFFICES), ("laws", LAWS), ("sources", SOURCES)):
        (folder / f"{name}.yml").write_text(yaml.safe_dump(items, allow_unicode=True), "utf-8")


def write_connections(folder: Path) -> None:
    """The files of :func:`connected` beside those of :func:`write`."""
    (folder / "topics.yml").write_text(yaml.safe_dump(TOPICS, allow_unicode=True), "utf-8")
    (folder / "mechanisms.yml").write_text(MECHANISMS, "utf-8")
    (folder / "duties.yml").write_text(DUTIES, "utf-8")
