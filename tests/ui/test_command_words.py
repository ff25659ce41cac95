# SPDX-License-Identifier: Apache-2.0
"""Ctrl+K finds a deed by what people at the desk call it, in Chinese and by pinyin; no word is left of a deed gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt

from complaintdesk.desk import prints
from complaintdesk.desk.office import Office
from complaintdesk.domain.terms import Role
from complaintdesk.labels import LANGUAGES, set_language, translate
from complaintdesk.ui.bridge import Bridge
from complaintdesk.ui.command_words import command_words
from complaintdesk.ui.help_pages import PAGES, help_page
from complaintdesk.ui.main_window import MainWindow
from complaintdesk.ui.palette import Palette
from complaintdesk.ui.tabs.register_tab import RegisterTab
from tests.builders import NAME_OF, PASSWORD, a_household, a_repair, a_slip
from tests.test_translations import catalogue
from tests.ui.calls import CTRL, Keyboard
from tests.ui.conftest import ORDERS, REGISTER, Answers
from tests.ui.test_commands import opened

NAMED = ("menu/", "tab/", "settings/", "key/", "search/")  # what stands in the list on every page, but for the help


@pytest.fixture
def chinese(bridge: Bridge, open_window: Callable[[Bridge], MainWindow]) -> Iterator[MainWindow]:
    """The window in Chinese, a supervisor before the register."""
    set_language("zh_CN")
    bridge.sign_in(NAME_OF[Role.SUPERVISOR], PASSWORD)
    window = open_window(bridge)
    window.show_tab(REGISTER)
    yield window
    set_language("en")


def found(window: MainWindow, typed: str) -> list[str]:
    """What the list offers for these words, the best first."""
    tab = window.current()
    assert tab is not None
    palette = Palette(window, window.commands.entries(tab))
    labels = [entry.label for entry in palette._fitting(typed)]
    palette.deleteLater()
    return labels


def test_what_a_clerk_would_type_finds_the_deed_among_the_first(office: Office, chinese: MainWindow) -> None:
    chinese.open_record("case", a_repair(office).id)
    typed_for = {
        "个人信息要求": "删除个人 查阅个人 scgr 隐私",
        "导出收费明细": "有偿服务 ycfw 对账",
        "立即备份": "备份 u盘",
        "恢复备份": "还原",
        "保存并打印": "打印 出单",
        "打印机": "打印 换打印机",
        "住户": "找人 zhaoren 业主 车牌",
        "电话簿": "电话 通讯录 txl",
        "规章制度": "规定 guiding 公约",
        "锁定": "锁屏 suoping",
        "退出登录": "换班",
        "我的密码": "改密码",
        "按价目报价": "多少钱",
        "工作日历": "节假日",
        "外观和语言": "字太小",
        "关于": "版本",
        "统计": "报表",
        "月报": "报表",
        "导出登记簿": "台账",
        "撤回刚才的登记": "撤销",
        "保存查询": "收藏",
        "催办": "催单",
        "等待": "缺料",
    }
    missed = [
        (wanted, typed)
        for wanted, words in typed_for.items()
        for typed in words.split()
        if wanted not in found(chinese, typed)[:6]
    ]
    assert missed == []


def test_what_is_done_with_slips_is_found_by_the_words_of_the_desk(office: Office, chinese: MainWindow) -> None:
    issued = a_slip(office)
    printed = office.do(prints.start_slip, issued.order_id, "HP LaserJet")
    office.do(prints.confirm, printed.id)
    chinese.show_tab(ORDERS)
    chinese.open_record("order", issued.order_id)
    typed_for = {
        "补打（已打 1 次）": "打印 重打 补打 cd",
        "打印多张派工单": "批量 全部打印",
        "按单号找派工单": "条码",
        "班组当日工单": "日计划 rjh 工作量",
        "回单": "扫条码 5点 丢单",
        "装订": "归档 缺号 签认",
        "打印表单": "空白",
    }
    missed = [
        (wanted, typed)
        for wanted, words in typed_for.items()
        for typed in words.split()
        if wanted not in found(chinese, typed)[:6]
    ]
    assert missed == []


def test_the_name_itself_comes_before_other_words_for_it(chinese: MainWindow) -> None:
    assert found(chinese, "收费标准")[0] == "收费标准"
    assert found(chinese, "备份")[0] == "备份"
    assert found(chinese, "导出收费明细")[0] == "导出收费明细"


def test_everything_that_stands_on_every_page_has_words_of_its_own(chinese: MainWindow, bridge: Bridge) -> None:
    without = set()
    for role in Role:
        bridge.sign_in(NAME_OF[role], PASSWORD)
        chinese.resume()
        tab = chinese.current()
        assert tab is not None
        without |= {each.label for each in chinese.commands.entries(tab) if each.id.startswith(NAMED) and not each.also}
    assert without == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_stand_beside_names_that_the_program_has(language: str) -> None:
    known = catalogue()
    names = {(words if language == "en" else chinese).removesuffix("…") for (_, words), chinese in known.items()}
    names |= {help_page(name, language).title for name, _icon in PAGES}
    assert [name for name in command_words(language) if name not in names] == []


def test_a_key_without_a_button_is_found_by_what_it_does(chinese: MainWindow, keys: Keyboard, office: Office) -> None:
    a_household(office)
    tab = chinese.current()
    assert isinstance(tab, RegisterTab)
    tab.card.form.content.setFocus()
    opened(chinese, keys)
    keys.type("dldryl")
    keys.enter()
    assert tab.card.form.who.box.hasFocus()
    entries = chinese.commands.entries(tab)
    assert [each.key for each in entries if each.key == "Ctrl+K"] == []
    assert [each.label for each in entries if each.key == "Ctrl+5"] == ["住户"]
    assert [each.label for each in entries if each.key == "F5"] == ["刷新"]


def test_a_search_is_saved_by_its_key_and_from_the_list_of_deeds(
    office: Office, whole_window: MainWindow, keys: Keyboard, answers: Answers
) -> None:
    a_repair(office, content="泳池漏水")
    whole_window.show_tab(REGISTER)
    label = translate("CaseList", "Save the search")
    tab = whole_window.current()
    assert isinstance(tab, RegisterTab)
    [entry] = [each for each in whole_window.commands.entries(tab) if each.label == label]
    assert entry.reason == "Search first, with Ctrl+F."
    whole_window.search_for("case", "漏水")
    assert tab.list.queues.save_button.text() == label
    [entry] = [each for each in whole_window.commands.entries(tab) if each.label == label]
    assert (entry.reason, entry.key) == ("", "Ctrl+Shift+D")
    answers.expect_dialog(lambda dialog: dialog.name.setText("水"))
    keys.press(Qt.Key.Key_D, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert [each.name for each in tab.list.queues._seen] == ["水"]
