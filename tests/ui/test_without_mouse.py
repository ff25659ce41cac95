# SPDX-License-Identifier: Apache-2.0
"""What the mouse can do, keys can do: each place in the source that listens to it alone has its test by keyboard."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_architecture import PACKAGE_FILES, tree

# Overrides and signals by which a widget of Qt hears of the mouse alone; clicks on buttons come by keys as well.
MOUSE_ONLY = {
    *("mousePressEvent", "mouseReleaseEvent", "mouseDoubleClickEvent", "mouseMoveEvent", "wheelEvent"),
    *("enterEvent", "leaveEvent", "contextMenuEvent", "helpEvent"),
    *("dragEnterEvent", "dragMoveEvent", "dropEvent", "QDropEvent", "startDrag"),
    *("doubleClicked", "itemDoubleClicked", "cellDoubleClicked", "itemClicked", "cellClicked", "sectionClicked"),
    *("entered", "itemEntered", "cellEntered", "customContextMenuRequested", "anchorClicked", "linkActivated"),
    *("sectionResized", "splitterMoved", "MouseButtonPress", "MouseButtonRelease", "MouseButtonDblClick", "MouseMove"),
    *("HoverEnter", "HoverMove", "ContextMenu", "CustomContextMenu", "Wheel"),
}

# What listens, and the test that does the same by keys or buttons.
BY_KEYS = {
    ("record_table.py", "doubleClicked"): "test_record_table.py::test_arrows_choose_and_enter_opens",
    ("scan_dialog.py", "itemDoubleClicked"): (
        "test_files.py::test_the_scanners_newest_files_come_first_and_are_taken_by_keyboard"
    ),
    ("file_target.py", "QDropEvent"): "test_files.py::test_files_dropped_on_any_box_or_pasted_into_it_reach_the_form",
    ("import_wizard.py", "dropEvent"): "test_import_wizard.py::test_a_path_is_taken_as_it_was_copied_chosen_or_dropped",
    ("statistics_table.py", "mouseReleaseEvent"): "test_statistics_tab.py::test_enter_on_a_number_asks_for_its_cases",
    ("due_list.py", "itemClicked"): (
        "test_reminders.py::test_the_bell_counts_and_its_list_opens_the_record_by_keyboard"
    ),
    ("palette.py", "itemClicked"): (
        "test_course_deeds.py::test_a_deed_is_found_by_any_part_of_its_name_and_done_with_enter"
    ),
    ("found_list.py", "itemClicked"): "test_finding.py::test_down_and_enter_open_a_hit_in_its_tab",
    ("help_window.py", "anchorClicked"): "test_help.py::test_a_link_is_followed_by_keyboard",
    ("print_preview.py", "wheelEvent"): "test_printing.py::test_the_preview_goes_to_each_part_and_changes_size",
    ("year_grid.py", "mousePressEvent"): (
        "test_calendar_settings.py::test_arrows_and_pages_walk_the_year_and_stay_in_it"
    ),
    ("year_grid.py", "mouseDoubleClickEvent"): (
        "test_calendar_settings.py::test_a_day_is_changed_by_keys_its_effect_counted_and_saved"
    ),
    ("splitter.py", "splitterMoved"): (
        "test_page_parts.py::test_keys_move_the_line_between_list_and_page_and_it_stays_there"
    ),
}

# What does nothing that keys would have to do.
NO_DEED = {
    ("plain_line.py", "dragEnterEvent"): "lets files go on to what is around the box",
    ("import_wizard.py", "dragEnterEvent"): "belongs to its dropEvent",
    ("import_wizard.py", "QDropEvent"): "the type of its dropEvent",
    ("statistics_table.py", "mouseMoveEvent"): "the shape of the pointer",
    ("statistics_table.py", "Wheel"): "lets the page scroll",
    ("palette.py", "itemEntered"): "marks the deed that would be done",
    ("found_list.py", "itemEntered"): "marks the line that would be opened",
    ("who_list.py", "entered"): "marks the line that would be taken",
    **{(name, "entered"): "Enter was pressed in one of its boxes" for name in ("quote_box.py", "quote_extras.py")},
    ("inputs.py", "entered"): "a signal of its own: Enter was pressed",
    ("category_chips.py", "entered"): "that Enter was pressed in the box",
    **{
        ("waiting.py", heard): "keeps clicks out of a form while it is saved"
        for heard in ("ContextMenu", "MouseButtonDblClick", "MouseButtonPress", "MouseButtonRelease", "Wheel")
    },
    **{
        ("auto_lock.py", heard): "that somebody is there: keys tell it as well"
        for heard in ("MouseButtonPress", "MouseMove", "Wheel")
    },
    ("record_table.py", "sectionResized"): "keeps a column's width; the record beside the list says all in full",
}


def listens() -> Iterator[tuple[str, str]]:
    """Where the source of the window hears of the mouse: file, and by what."""
    for path in PACKAGE_FILES:
        for node in ast.walk(tree(path)) if "ui" in path.parts else ():
            match node:
                case ast.FunctionDef(name=found) | ast.Attribute(attr=found) | ast.Name(id=found):
                    if found in MOUSE_ONLY:
                        yield path.name, found


def test_whatever_listens_to_the_mouse_alone_is_on_one_of_the_lists() -> None:
    """Whoever adds a double click, a menu at the pointer, or a drop adds a key or button, and its test here."""
    assert set(listens()) == set(BY_KEYS) | set(NO_DEED)
    assert not set(BY_KEYS) & set(NO_DEED)


@pytest.mark.parametrize("test", BY_KEYS.values())
def test_what_the_mouse_does_is_tested_by_keys_or_buttons(test: str) -> None:
    file, _, name = test.partition("::")
    path = Path(__file__).with_name(file)
    found = [node for node in tree(path).body if isinstance(node, ast.FunctionDef) and node.name == name]
    assert found, f"{test} is gone"
    words = ast.unparse(found[0])
    assert any(pressed in words for pressed in ("keyClick", "Key.", "keys.", "paste(", ".click()")), test
