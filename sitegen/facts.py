"""Reads the hard facts out of Chinese text: numbers with units, 《titles》, contacts and phrases of time.

The same functions read the sources and our data, so that “3日内”, “三日以内” and “３ 日之内” are one fact.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

_BLANK = re.compile(r"[\s\u200b\ufeff]+")
_DASH = re.compile(r"[‐‑‒–—―−~～]+")


def normalised(text: str) -> str:
    """Remove blanks and line breaks; full-width letters, digits and signs become the plain ones."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


# -- numbers -------------------------------------------------------------------------------------------

_DIGITS = dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)) | {"两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_HAN = "〇零一二两三四五六七八九十百千"
_PLAIN_UNITS = {
    "工作日": "工作日",
    "个工作日": "工作日",
    "工作内": "工作日",
    "日": "日",
    "天": "日",
    "周": "周",
    "个月": "个月",
    "月份": "月",
    "月": "月",
    "周年": "年",
    "年": "年",
    "个季度": "季度",
    "季度": "季度",
    "小时": "小时",
    "个小时": "小时",
    "分钟": "分钟",
    "份": "份",
    "张": "张",
    "亿元": "亿元",
    "万元": "万元",
    "亿美元": "亿美元",
    "万美元": "万美元",
    "美元": "美元",
    "元": "元",
    "%": "%",
    "家": "家",
    "个人": "人",
    "人次": "人",
    "人": "人",
    "名": "人",
    "位": "人",
    "平方米": "平方米",
    "公里": "公里",
    "寸": "寸",
}
"""Units that make a number another fact, and the one word for each."""
_OTHER_UNITS = (
    "个?(?:部分|方面|部门|阶段|环节|步骤|小节|角度|层次)"
    "|[个项种类级次条款倍套册间镇楼层室大批份本页档字关期型章节者步方辆台吨]"
)
"""Units that only say that a Chinese numeral is a number: 三项 is the fact 3, and so is 3."""
_VAGUE_ONE = frozenset(("工作日", "日", "年", "周", "份", "张", "小时", "个月", "季度", "寸"))
"""With these even 一 is a figure; 一项, 一家, 一种 are manners of speaking."""


def _units(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_UNIT = _units(_PLAIN_UNITS)
_ARABIC = r"\d+(?:\.\d+)*(?:,\d{3})*(?:[万亿](?![元美]))?"
_RANGE = re.compile(rf"(?<![\d.])(?P<low>\d+|[{_HAN}]+)(?:-|至|到)(?P<high>\d+|[{_HAN}]+)(?P<unit>{_UNIT})")
_NUMBER = re.compile(
    rf"(?P<ordinal>第)?(?:(?P<arabic>{_ARABIC})(?P<unit>{_UNIT})?"
    rf"|(?P<han>(?<![统唯同万之单专])[{_HAN}]+)(?:(?P<han_unit>{_UNIT})|(?P<other>{_OTHER_UNITS})))"
)
_DATE = re.compile(
    rf"(?P<year>\d{{4}}|[〇零一二三四五六七八九]{{4}})年(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:(?P<day>\d{{1,2}}|[{_HAN}]{{1,3}})日)?"
)
_MONTH_DAY = re.compile(rf"(?P<month>\d{{1,2}}|[{_HAN}]{{1,2}})月(?P<day>\d{{1,2}}|[{_HAN}]{{1,3}})日")
_MONTHS = re.compile(r"(\d{4})年(\d{1,2})月?(?:-|至|到)(?:(\d{4})年)?(\d{1,2})月(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")


def value_of(digits: str) -> str:
    """Give a number in Arabic digits: 三 and 3 are “3”, 二〇二〇 is “2020”, 1,200 is “1200”."""
    if not any(sign in _HAN for sign in digits):
        return digits.replace(",", "").removesuffix(".0")
    if len(digits) > 1 and not any(sign in _POWERS for sign in digits):
        return "".join(str(_DIGITS[sign]) for sign in digits)
    total, current = 0, None
    for sign in digits:
        if sign in _POWERS:
            total += (1 if current is None else current) * _POWERS[sign]
            current = None
        else:
            current = _DIGITS[sign]
    return str(total + (current or 0))


def _dates(text: str, found: list[str]) -> str:
    """Take the dates out of a text; what remains is returned, so that 2020年 is not read twice."""

    def full(match: re.Match[str]) -> str:
        parts = [value_of(part) for part in match.groups() if part]
        found.append("-".join(parts))
        return "|"

    def iso(match: re.Match[str]) -> str:
        found.append("-".join(str(int(part)) for part in match.groups() if part))
        return "|"

    def span(match: re.Match[str]) -> str:
        found.extend((f"{match[1]}-{match[2]}", f"{match[3] or match[1]}-{match[4]}"))
        return "|"

    text = _MONTHS.sub(span, text)
    text = _DATE.sub(full, text)
    text = _MONTH_DAY.sub(full, text)
    return _ISO.sub(iso, text)


def numbers(text: str) -> list[str]:
    """List the figures of a text: “5工作日”, “3份”, “2020-7”, “30%”, “第33条”, and without a telling unit “321”."""
    found: list[str] = []
    text = re.sub(r"(?<=\d)\s+(?=\d)", "|", text)  # two figures side by side are two
    text = _CONTACTS.sub("|", _DASH.sub("-", normalised(text)))
    text = _dates(text, found)

    def both(match: re.Match[str]) -> str:
        unit = _PLAIN_UNITS[match["unit"]]
        found.extend(value_of(match[name]) + unit for name in ("low", "high"))
        return "|"

    text = _RANGE.sub(both, text)
    for match in _NUMBER.finditer(text):
        digits = match["arabic"] or match["han"]
        unit = _PLAIN_UNITS.get(match["unit"] or match["han_unit"] or "", "")
        value = value_of(digits)
        if match["han"] and value in ("1", "0") and (unit not in _VAGUE_ONE or match["ordinal"]):
            continue
        found.append(f"第{value}" if match["ordinal"] else value + unit)
    return found


# -- titles and contacts -------------------------------------------------------------------------------

_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_CONTACT = (
    r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?:https?://|www\.)[A-Za-z0-9./?=&_%:#-]+"
    r"|\(?0\d{2,3}\)?-?\d{7,8}(?!\d)"
    r"|(?<![\d.])(?:1[3-9]\d{9}|[2-8]\d{6,7})(?![\d.])"
    r"|(?<!\d)(?:12345|12312|12315|12308|12367)(?!\d)"
)
_CONTACTS = re.compile(_CONTACT)


def title_key(title: str) -> str:
    """Make a title comparable: no blanks, no quotation marks or brackets around parts of it."""
    return re.sub(r"[《》〈〉<>“”\"‘’'()\[\]〔〕*]", "", _DASH.sub("-", normalised(title)))


def titles(text: str) -> list[str]:
    """List what stands in 《》, also across line breaks."""
    return [key for match in _TITLE.finditer(normalised(text)) if (key := title_key(match[1]))]


def contacts(text: str) -> list[str]:
    """List phones, mail and web addresses; a phone as its digits only."""
    found = []
    for match in _CONTACTS.finditer(_DASH.sub("-", normalised(text)).replace("mailto:", "|")):
        value = match[0]
        if "baike." in value:  # the link of a word that was pasted from an encyclopedia
            continue
        found.append(
            re.sub(r"\D", "", value) if re.fullmatch(r"[\d()-]+", value) else value.lower().rstrip(".")
        )
    return found


# -- phrases of time -----------------------------------------------------------------------------------

_WORDS = {
    "每个工作日": "每日",
    "每日": "每日",
    "每天": "每日",
    "每周": "每周",
    "每月": "每月",
    "每个月": "每月",
    "按月": "每月",
    "每季度": "每季度",
    "每季": "每季度",
    "按季": "每季度",
    "每半年": "每半年",
    "每年": "每年",
    "每年度": "每年",
    "逐年": "每年",
    "年度": "年度",
    "上半年": "上半年",
    "下半年": "下半年",
    "年初": "年初",
    "年底": "年底",
    "年末": "年底",
    "月底": "月底",
    "月末": "月底",
    "季末": "季末",
    "季度末": "季末",
    "及时": "及时",
    "立即": "立即",
    "即时": "立即",
    "第一时间": "第一时间",
    "当日": "当日",
    "当天": "当日",
    "当场": "当场",
    "按时": "按时",
    "按期": "按期",
    "限期": "限期",
    "逾期": "逾期",
    "定期": "定期",
    "不定期": "不定期",
    "适时": "适时",
    "随时": "随时",
    "尽快": "尽快",
    "规定时间": "规定时间",
    "规定的时间": "规定时间",
    "规定时限": "规定时间",
    "规定的时限": "规定时间",
    "规定期限": "规定时间",
    "规定的期限": "规定时间",
    "设定时间": "规定时间",
    "长期": "长期",
    "中长期": "",
    "同时": "",
}
"""Words that say when or how often, and the one word for each; “” only hides what stands inside it."""
_PHRASE = re.compile(
    rf"(?P<words>{_units(_WORDS)})"
    rf"|(?P<before>提前|提早)?(?<!第)(?P<arabic>\d+|[{_HAN}]+)(?:(?:-|至|到)(?P<high>\d+|[{_HAN}]+))?(?P<unit>{_UNIT})"
    rf"(?P<side>之内|以内|内|之前|以前|前(?!往|来|去)|之后|以后|后)?"
)
_TIME_UNITS = frozenset(("工作日", "日", "周", "个月", "月", "年", "季度", "小时", "分钟"))


def times(text: str) -> list[str]:
    """List what a text says of time: “5工作日内”, “20工作日前”, “6-30前”, “每季度”, “及时”."""
    found = []
    text = _DASH.sub("-", normalised(text))
    for match in re.finditer(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:之|以)?(?P<side>前|后|起)", text):
        found.append(f"{match['month']}-{match['day']}{match['side']}")
    text = _MONTH_DAY.sub("|", _DATE.sub("|", text))
    for match in _PHRASE.finditer(text):
        if match["words"]:
            word = _WORDS[match["words"]]
            if word:
                found.append(word)
            continue
        unit = _PLAIN_UNITS[match["unit"]]
        side = "前" if match["before"] else (match["side"] or "")[-1:]
        if unit in _TIME_UNITS and side and not (unit == "年" and len(match["arabic"]) == 4):
            found.append(value_of(match["high"] or match["arabic"]) + unit + side)
    return found


# -- all of it -----------------------------------------------------------------------------------------

KINDS = {"numbers": "数字", "titles": "名称", "contacts": "联系方式", "times": "时间用语"}
"""What is compared, with the word an editor reads."""


@dataclass
class Facts:
    """The facts of some text by kind (see KINDS)."""

    found: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})

    def read(self, text: str) -> None:
        """Add the facts of a text."""
        for kind, values in facts(text).items():
            self.found[kind].update(values)


def facts(text: str) -> dict[str, list[str]]:
    """List all facts of a text by kind, in its order."""
    return {
        "numbers": numbers(text),
        "titles": titles(text),
        "contacts": contacts(text),
        "times": times(text),
    }


# -- enumerations --------------------------------------------------------------------------------------

_ANNOUNCED = re.compile(
    r"(?:包括|以下|如下|下列|分别[为是]|主要[为是有]|应当?写明|应当?明确)(?P<list>[^。;]*)"
)
_BRACKETS = re.compile(r"\([^()]*\)|“[^“”]*”|《[^《》]*》|\"[^\"]*\"")


def announced(text: str) -> list[int]:
    """Count the items of each list in words that 包括, 以下, 下列 or the like announces; lists of 3 and more."""
    counts = []
    for match in _ANNOUNCED.finditer(normalised(text)):
        size = _BRACKETS.sub("", match["list"]).count("、") + 1
        if size >= 3:
            counts.append(size)
    return counts


def enumerated(text: str) -> int:
    """Count the items of the longest enumeration in a text of ours, whatever stands between them."""
    sentences = normalised(text).split("。")
    return max(len(re.split(r"[、;,]|以及|[及和或]", sentence)) for sentence in sentences)
