# SPDX-License-Identifier: Apache-2.0
"""The help's pages are whole: both languages, no link into nothing, each picture named and there, none too big."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.labels import LANGUAGES
from complaintdesk.ui.help_pages import PAGES, help_page, key_table, literal, picture, plain, tips
from complaintdesk.ui.tab_list import TABS
from complaintdesk.ui.tabs.day_tab import PAGES as DAY_PAGES
from tests.test_architecture import PACKAGE_FILES, ROOT, tree
from tests.test_translations import catalogue

HELP = ROOT / "resources" / "help"
NAMES = [name for name, _icon in PAGES]
PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
LARGEST = 150_000  # bytes of a picture
EACH = [(name, language) for language in LANGUAGES for name in NAMES]
KEY = re.compile(r"(?<![A-Za-z])(?:Ctrl|Alt|Shift)\+(?:Shift\+)?[^\s*，。、）(；：;)]+|(?<![A-Za-z0-9])F\d+")
ARROWS = {"←": "Left", "→": "Right", "↑": "Up", "↓": "Down"}
OF_QT = {"Ctrl+V", "Shift+Tab"}  # what Qt itself does in every box
# Pages of which each word in bold is a key, or what a button, a list or a tick says.
LITERAL = ("today", "reminders", "limits", "same-matter", "judging", "going-up", "ending", "day", "rule-books")
SOUGHT = {  # what a newcomer looks for, and the page that tells of it
    "today": "今日 逾期 即将到期 答应业主的 待批复 成批待牵头 提醒",
    "searching": "查找 筛选 保存查询 拼音首字母 后四位",
    "reminders": "催办 催办单 报告主管",
    "limits": "时限 工作日 调休 暂停 等待 延长 约定时间 暂定 非办公时间 受理确认 告知进展 节假日",
    "same-matter": "重复来电 再次来电 再次投诉 同批 牵头件 并入牵头件 移出牵头件",
    "judging": "核实 有效 无效 级别 重大 五项因素 评估 优先级 影响 改派部门 疑难 首问负责 我的 移交 签认",
    "ending": "无效说明 引导 转类 并入 特殊关闭",
    "going-up": "上报 联系单 报批 批复 现场检查 紧急会议 特殊措施 纠正措施 四不放过 赔偿 处理进度 案例",
    "day": "审阅 工作日记 交接班 例会 答客问",
    "rule-books": "规程 自定字段 导入 导出 原文 历次版本 commitments",
    "setting-up": "工作日历 调休 日期表 暂定",
    "statistics": "扣分 罚款 免除 并入、转类 特殊关闭 月报",
    "people": "权限 角色 批复",
}


def text(name: str, language: str) -> str:
    return help_page(name, language).text


def keys_on(name: str, language: str) -> set[str]:
    """The keys that a page names, as Qt writes them."""
    found = {key.rstrip(".,") if len(key) > len("Ctrl+,") else key for key in KEY.findall(text(name, language))}
    return {key[:-1] + ARROWS.get(key[-1], key[-1]) for key in found}


@cache
def keys_of_the_program() -> frozenset[str]:
    """The keys that stand in the window's modules, and those that count its tabs, kinds and pages."""
    written = {
        node.value
        for path in PACKAGE_FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value)
    }
    counted = {f"Alt+{place}" for place in range(1, len(DAY_PAGES) + 1)}
    counted |= {f"Ctrl+{place}" for place in range(1, len(TABS) + 1)}
    return frozenset(written | counted | OF_QT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_in_each_language_and_no_other(language: str) -> None:
    assert {path.stem for path in (HELP / language).glob("*.md")} == set(NAMES)
    titles = [help_page(name, language).title for name in NAMES]
    assert all(titles)
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(("name", "language"), EACH)
def test_a_page_leads_only_to_pages_that_are_there(name: str, language: str) -> None:
    page = text(name, language)
    assert [link for link in LINK.findall(page) if link.removesuffix(".md") not in NAMES] == []
    assert "http" not in page
    assert "<" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_picture_is_named_by_a_page_and_each_named_one_is_there(language: str) -> None:
    named = [found for name in NAMES for found in PICTURE.findall(text(name, language))]
    assert all(path == f"../screens/{language}/{Path(path).name}" for _words, path in named)
    shown = {Path(path).name for _words, path in named}
    assert shown == {path.name for path in (HELP / "screens" / language).glob("*.png")}
    assert all(words for words, _path in named)
    for name in shown:
        assert picture(name, language).stat().st_size <= LARGEST
        with Image.open(picture(name, language)) as image:
            assert image.mode == "P"


def test_both_languages_show_the_same_pictures_on_the_same_pages() -> None:
    for name in NAMES:
        first, second = (
            [Path(path).name for _words, path in PICTURE.findall(text(name, language))] for language in LANGUAGES
        )
        assert first == second


def test_both_languages_name_the_same_keys() -> None:
    for name in NAMES:
        first, second = (keys_on(name, each) for each in LANGUAGES)
        assert first == second, name


@pytest.mark.parametrize(("name", "language"), EACH)
def test_each_key_that_a_page_names_is_one_of_the_program(name: str, language: str) -> None:
    assert sorted(keys_on(name, language) - keys_of_the_program()) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LITERAL)
def test_each_word_in_bold_is_a_key_or_what_the_program_says(name: str, language: str) -> None:
    known = {(chinese if language == "zh_CN" else english).strip("…") for (_, english), chinese in catalogue().items()}
    bold = {found.strip("…") for found in re.findall(r"\*\*([^*]+)\*\*", text(name, language))}
    keys = {"Enter", "回车", "Tab", "Ins", "Del"}
    assert sorted(word for word in bold - keys - known if not KEY.match(word)) == []


@pytest.mark.parametrize(("name", "words"), SOUGHT.items())
def test_a_newcomer_finds_what_they_look_for(name: str, words: str) -> None:
    for word in words.split():
        found = [page for page in NAMES if help_page(page, "zh_CN").holds(word)]
        assert name in found, word


def test_both_languages_have_the_same_number_of_tips_each_in_one_line() -> None:
    chinese, english = tips("zh_CN"), tips("en")
    assert len(chinese) == len(english) > 10
    assert all(len(line) <= 80 for line in (*chinese, *english))


def test_words_shown_in_a_table_of_keys_are_no_mark_up() -> None:
    assert literal("a | b\n*c* [x](y) <img src=z>") == r"a \| b \*c\* \[x\]\(y\) \<img src\=z\>"
    assert key_table("Key", "Does", [("F8", "*Save*")]).splitlines()[-1] == r"| **F8** | \*Save\* |"


def test_pictures_and_the_targets_of_links_are_no_words_of_a_page() -> None:
    assert plain("**A** [slip](slips.md) ![the tab](../screens/en/orders.png)") == "A slip "


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rule_book_that_the_help_explains_is_one_and_each_of_its_keys_is_explained(language: str) -> None:
    page = text("rule-books", language)
    example = page.split("```")[1]
    book = parse_procedure(example.strip() + "\n")
    assert book.course.fields[0].name == "车位号"
    explained = page.split("```")[2]
    assert [key for key in tomllib.loads(example) if key not in explained and key != "remark"] == []
