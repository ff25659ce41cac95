# SPDX-License-Identifier: Apache-2.0
"""The help's pages are whole: both languages, no link into nothing, each picture named and there, none too big."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from complaintdesk.domain.procedure import parse_procedure
from complaintdesk.labels import LANGUAGES
from complaintdesk.ui.help_pages import PAGES, help_page, key_table, literal, picture, plain, tips
from tests.test_architecture import ROOT

HELP = ROOT / "resources" / "help"
NAMES = [name for name, _icon in PAGES]
PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
LARGEST = 150_000  # bytes of a picture
EACH = [(name, language) for language in LANGUAGES for name in NAMES]


def text(name: str, language: str) -> str:
    return help_page(name, language).text


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
    key = re.compile(r"(?<![A-Za-z])(?:Ctrl|Alt)\+[^\s*，。、）(；)]+|(?<![A-Za-z0-9])F\d+")
    for name in NAMES:
        first, second = ({found.rstrip(".,") for found in key.findall(text(name, each))} for each in LANGUAGES)
        assert first == second, name


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
