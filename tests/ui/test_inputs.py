# SPDX-License-Identifier: Apache-2.0
"""Inputs as desks use them: Enter goes on, keys choose, lists narrow, nothing typed is cut or read as mark-up."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from complaintdesk.errors import MissingFields, UserError
from complaintdesk.ui.buttons import Button, Choice, Choices, TickBox
from complaintdesk.ui.form_rows import FieldRow, Fields
from complaintdesk.ui.hanging_list import LabelPainter
from complaintdesk.ui.inputs import FilterBox, LineInput, TextInput, WhoInput
from complaintdesk.ui.look import Tone
from complaintdesk.ui.style import is_problem
from complaintdesk.ui.words import Banner, ElidedText, Pill, Text
from tests.ui.calls import Keyboard
from tests.ui.conftest import Show

KINDS = [("repair", "Repair"), ("complaint", "Complaint"), ("inquiry", "Enquiry")]


def test_enter_goes_through_a_form_as_tab_does(qtbot: QtBot, show: Show) -> None:
    line, box, choices, tick, text = LineInput(), FilterBox(), Choices(KINDS), TickBox("Heard"), TextInput()
    show(line, box, choices, tick, text)
    choices.set_value("repair")
    line.setFocus()
    for expected in (box, choices.button("repair"), tick, text):
        qtbot.keyClick(line.window().focusWidget(), Qt.Key.Key_Return)
        assert line.window().focusWidget() is expected or expected.isAncestorOf(line.window().focusWidget())


def test_enter_in_a_text_is_a_new_line_and_ctrl_enter_is_left_to_the_form(qtbot: QtBot, show: Show) -> None:
    text, line = TextInput(), LineInput()
    show(text, line)
    text.setFocus()
    qtbot.keyClicks(text, "ab")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert text.text() == "ab\n"
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert text.hasFocus()
    assert text.text() == "ab\n"


def test_tab_leaves_a_text(qtbot: QtBot, show: Show) -> None:
    text, line = TextInput(), LineInput()
    show(text, line)
    text.setFocus()
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert line.hasFocus()
    assert text.text() == ""


def test_a_text_beyond_the_limit_stays_whole_and_counts_code_points(qtbot: QtBot, show: Show) -> None:
    text = TextInput(limit=10)
    show(text)
    text.setText("𠮷" * 12)
    assert text.count() == 12
    assert text.text() == "𠮷" * 12
    assert not text.grab().isNull()


def test_the_who_box_takes_keys_past_the_input_method_and_a_line_does_not(qtbot: QtBot, show: Show) -> None:
    who, line = WhoInput(), LineInput()
    show(who, line)
    for box, wanted in ((who, False), (line, True)):
        box.setFocus()
        assert box.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled) is wanted
    who.setFocus()
    assert not who.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_a_choice_is_made_by_mouse_by_digit_by_arrow_and_by_key(qtbot: QtBot, show: Show) -> None:
    choices = Choices(KINDS, keys=("Alt+1", "Alt+2", "Alt+3"), name="Kind")
    line = LineInput()
    show(choices, line)
    heard: list[object] = []
    choices.changed.connect(heard.append)
    qtbot.mouseClick(choices.button("complaint"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(choices.button("complaint"), Qt.Key.Key_1)
    qtbot.keyClick(choices.button("repair"), Qt.Key.Key_Right)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert heard == ["complaint", "repair", "complaint", "inquiry"]
    assert choices.value == "inquiry"


def test_a_choice_that_may_be_open_is_taken_back_by_a_second_click(qtbot: QtBot, show: Show) -> None:
    free, bound = Choices(KINDS, optional=True), Choices(KINDS)
    show(free, bound)
    for choices in (free, bound):
        for _ in range(2):
            qtbot.mouseClick(choices.button("repair"), Qt.MouseButton.LeftButton)
    assert free.value is None
    assert not free.button("repair").isChecked()
    assert bound.value == "repair"


def test_other_choices_keep_the_chosen_one_if_it_is_among_them(qtbot: QtBot, show: Show) -> None:
    choices = Choices(KINDS)
    show(choices)
    choices.set_value("complaint")
    choices.set_choices(KINDS[1:])
    assert choices.value == "complaint"
    assert choices.button("complaint").isChecked()
    choices.set_choices(KINDS[:1])
    assert choices.value is None


def test_a_row_of_choices_becomes_smaller_before_it_goes_on_in_a_second_line(qtbot: QtBot, show: Show) -> None:
    choices = Choices(KINDS, wrap=True)
    page = show(choices)
    buttons = [choices.button(value) for value, _words in KINDS]
    around = page.width() - choices.width()
    usual, tight = (sum(each.width_if(small) for each in buttons) + 2 * 6 for small in (False, True))
    for room, lines, wide in ((usual, 1, usual), (usual - 1, 1, tight), (tight, 1, tight), (tight - 1, 2, usual)):
        page.resize(room + around, page.height())
        qtbot.waitUntil(lambda wide=wide: sum(each.width() for each in buttons) + 2 * 6 == wide)  # type: ignore[misc]
        assert len({each.y() for each in buttons}) == lines


def line_of(box: FilterBox) -> QLineEdit:
    line = box.lineEdit()
    assert line is not None
    return line


def press(qtbot: QtBot, box: FilterBox, key: Qt.Key) -> None:
    """A key as the window system delivers it: to the proposals while they are shown."""
    qtbot.keyClick(QApplication.activePopupWidget() or line_of(box), key)


@pytest.fixture
def box(show: Show) -> FilterBox:
    made = FilterBox(name="Category")
    made.set_choices([("pipe", "设施 › 给排水", "gps"), ("power", "设施 › 供电", "gd"), ("noise", "噪音", "zy")])
    show(made, LineInput())
    return made


def test_a_long_list_narrows_to_what_is_typed_by_label_or_keyword(qtbot: QtBot, box: FilterBox) -> None:
    box.setFocus()
    qtbot.keyClicks(line_of(box), "gp")
    finder = box.completer()
    assert finder is not None
    assert finder.completionCount() == 1
    press(qtbot, box, Qt.Key.Key_Return)
    assert box.value == "pipe"
    assert box.typed == "设施 › 给排水"
    assert not box.hasFocus()


def test_an_arrow_and_enter_take_a_proposal_and_go_on(qtbot: QtBot, box: FilterBox) -> None:
    box.setFocus()
    line_of(box).insert("设施")
    qtbot.keyClicks(line_of(box), " ")
    press(qtbot, box, Qt.Key.Key_Down)
    press(qtbot, box, Qt.Key.Key_Down)
    press(qtbot, box, Qt.Key.Key_Return)
    assert box.value == "power"
    assert not box.hasFocus()


@pytest.mark.parametrize(("typed", "key"), [("设施", Qt.Key.Key_Tab), ("电梯", Qt.Key.Key_Return)])
def test_what_names_several_or_none_chooses_nothing_and_stays_as_typed(
    qtbot: QtBot, box: FilterBox, typed: str, key: Qt.Key
) -> None:
    box.setFocus()
    line_of(box).insert(typed)
    press(qtbot, box, key)
    assert box.value is None
    assert box.typed == typed


@pytest.mark.parametrize(("chosen", "typed"), [(None, ""), (None, "电梯"), ("noise", "")])
def test_down_shows_the_whole_list_where_nothing_narrows_it_and_chooses_nothing(
    qtbot: QtBot, box: FilterBox, chosen: str | None, typed: str
) -> None:
    box.set_value(chosen)
    box.setFocus()
    if typed:
        line_of(box).insert(typed)
    press(qtbot, box, Qt.Key.Key_Down)
    assert box.view().isVisible()
    assert box.view().model().rowCount() == 3
    assert box.value == chosen
    box.hidePopup()


def test_a_box_that_the_keyboard_left_while_it_proposed_something_draws_no_caret(
    qtbot: QtBot, qapp: QApplication, box: FilterBox
) -> None:
    flash, _ = qapp.cursorFlashTime(), qapp.setCursorFlashTime(0)
    [other] = box.window().findChildren(LineInput)
    other.setFocus()
    box.setEditText("g")
    untouched = line_of(box).grab().toImage()
    box.setFocus()
    line_of(box).clear()
    qtbot.keyClicks(line_of(box), "g")
    assert QApplication.activePopupWidget() is not None
    assert line_of(box).grab().toImage() != untouched
    other.setFocus()
    assert QApplication.activePopupWidget() is None
    assert line_of(box).grab().toImage() == untouched
    qapp.setCursorFlashTime(flash)


def test_a_list_that_is_activated_late_leaves_the_keyboard_where_enter_brought_it(qtbot: QtBot, box: FilterBox) -> None:
    [other] = box.window().findChildren(LineInput)
    box.setFocus()
    qtbot.keyClicks(line_of(box), "g")
    proposals = QApplication.activePopupWidget()
    assert proposals is not None
    press(qtbot, box, Qt.Key.Key_Return)
    assert box.window().focusWidget() is other
    proposals.setFocus(Qt.FocusReason.ActiveWindowFocusReason)  # as Qt does when X11 activates it after it was shut
    assert box.window().focusWidget() is other


def test_the_digits_that_choose_are_shown_while_the_keyboard_is_in_the_row(show: Show, keys: Keyboard) -> None:
    line, row = LineInput(), Choices(KINDS)
    show(line, row)
    buttons = row.findChildren(Choice)
    line.setFocus()
    before = [button.grab().toImage() for button in buttons]
    assert [button.shown_digit() for button in buttons] == ["", "", ""]
    keys.enter()
    assert [button.shown_digit() for button in buttons] == ["1", "2", "3"]
    assert buttons[1].grab().toImage() != before[1]
    keys.type("2")
    assert row.value == KINDS[1][0]
    line.setFocus()
    assert [button.shown_digit() for button in buttons] == ["", "", ""]


def test_enter_takes_the_first_of_several_that_fit(qtbot: QtBot, box: FilterBox) -> None:
    box.setFocus()
    line_of(box).insert("设施")
    press(qtbot, box, Qt.Key.Key_Return)
    assert box.typed == "设施 › 给排水"


def test_a_box_for_any_words_takes_what_alone_fits_by_enter_and_keeps_the_words_by_tab(
    qtbot: QtBot, show: Show
) -> None:
    box = FilterBox(name="Place", free=True)
    box.set_choices([("hall", "1栋大堂", "dt"), ("lift", "2栋电梯", "2dt")])
    show(box, LineInput())
    enter, tab = Qt.Key.Key_Return, Qt.Key.Key_Tab
    cases = [
        ("大堂", enter, "hall"),
        ("大堂", tab, None),
        ("栋", enter, None),
        ("1栋大堂", tab, "hall"),
        ("2dt", tab, "lift"),
    ]
    for typed, key, value in cases:
        box.setFocus()
        line_of(box).selectAll()
        line_of(box).insert(typed)
        press(qtbot, box, key)
        assert box.value == value


def test_emptying_a_long_list_takes_the_choice_back(qtbot: QtBot, box: FilterBox) -> None:
    box.set_value("noise")
    heard: list[object] = []
    box.changed.connect(heard.append)
    box.setFocus()
    line_of(box).clear()
    press(qtbot, box, Qt.Key.Key_Return)
    assert box.value is None
    assert heard == [None]


def test_leaving_a_long_list_settles_what_was_typed(qtbot: QtBot, box: FilterBox) -> None:
    box.setFocus()
    line_of(box).insert("噪")
    press(qtbot, box, Qt.Key.Key_Tab)
    assert box.value == "noise"


def test_a_problem_is_said_beneath_its_field_and_to_a_screen_reader(qtbot: QtBot, show: Show) -> None:
    row = FieldRow("Appointment", LineInput(), label_width=60)
    show(row)
    row.set_problem("No such time")
    assert row.problem() == "No such time"
    assert row.field.accessibleName() == "Appointment"
    assert row.field.accessibleDescription() == "No such time"
    assert is_problem(row.field)
    row.set_problem("")
    assert not is_problem(row.field)


def test_missing_fields_are_named_one_by_one_and_the_keyboard_goes_to_the_first(qtbot: QtBot, show: Show) -> None:
    fields = Fields(place=FieldRow("Place", LineInput()), content=FieldRow("What", TextInput()))
    banner = Banner()
    show(*fields.values(), banner)
    fields.refuse(MissingFields({"place": "Where is it?", "content": "What happened?"}), banner)
    assert [row.problem() for row in fields.values()] == ["Where is it?", "What happened?"]
    assert fields["place"].field.hasFocus()
    assert "missing" in banner.words()
    fields.refuse(UserError("Too long: {count}", field="content", count=3), banner)
    assert [row.problem() for row in fields.values()] == ["", "Too long: 3"]
    assert banner.words() == ""


def test_an_error_without_a_field_of_the_form_is_said_on_the_banner(qtbot: QtBot, show: Show) -> None:
    fields, banner = Fields(place=FieldRow("Place", LineInput())), Banner()
    show(*fields.values(), banner)
    fields.refuse(UserError("Not your right"), banner)
    assert banner.words() == "Not your right"
    assert banner.isVisible()


def test_a_banner_offers_what_can_be_done_and_forgets_it(qtbot: QtBot, show: Show) -> None:
    banner = Banner()
    show(banner)
    heard: list[str] = []
    banner.say("Open case of this household", Tone.SOON, ("Join", lambda: heard.append("joined")))
    qtbot.mouseClick(banner.findChild(Button), Qt.MouseButton.LeftButton)
    assert heard == ["joined"]
    banner.say("Saved", Tone.GOOD)
    qtbot.waitUntil(lambda: banner.findChild(Button) is None)
    banner.clear()
    assert not banner.isVisible()


def test_what_people_write_is_never_read_as_mark_up(qtbot: QtBot, show: Show) -> None:
    hostile = "<img src='file:///etc/passwd'><b>水</b><br>电"
    text, short, pill, banner = Text(hostile), ElidedText(hostile), Pill(hostile), Banner()
    banner.say(hostile)
    show(text, short, pill, banner)
    assert text.text() == hostile
    assert text.textFormat() is Qt.TextFormat.PlainText
    assert short.whole() == hostile
    assert "<img" not in short.toolTip()
    for label in banner.findChildren(Text):
        assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_text_that_gives_way_has_its_whole_in_the_tip(qtbot: QtBot, show: Show) -> None:
    text = ElidedText("厨房洗菜盆下水管漏水，已流到橱柜")
    page = show(text)
    page.resize(120, 60)
    qtbot.waitUntil(lambda: text.text().endswith("…"))
    assert text.whole() in text.toolTip()
    page.resize(600, 60)
    qtbot.waitUntil(lambda: text.text() == text.whole())
    assert text.toolTip() == ""


def test_a_buttons_keys_press_it_wherever_the_keyboard_is_in_its_window(qtbot: QtBot, show: Show) -> None:
    button, line = Button("Save", "F8", also=("Ctrl+S",)), LineInput()
    show(button, line)
    heard: list[int] = []
    button.clicked.connect(lambda: heard.append(1))
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_F8)
    qtbot.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    button.hide()
    qtbot.keyClick(line, Qt.Key.Key_F8)
    assert heard == [1, 1]


def test_what_is_proposed_is_as_high_as_the_lines_of_the_other_lists(box: FilterBox) -> None:
    box.setFocus()
    finder = box.completer()
    assert finder is not None
    finder.setCompletionPrefix("")
    finder.complete()
    for lines in (finder.popup(), box.view()):
        assert lines is not None
        assert lines.sizeHintForRow(0) == LabelPainter.line
