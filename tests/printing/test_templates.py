# SPDX-License-Identifier: Apache-2.0
"""A mistake in a form's file is found on loading, and told with file, place and the nearest right word."""

from __future__ import annotations

import pytest

from complaintdesk.errors import UserError
from complaintdesk.labels import words_of
from complaintdesk.printing import form_files
from complaintdesk.printing.templates import Align, CellKind, GridRow

GOOD = """
id = "note"
title = "便条"
record = "work_order"
papers = ["A5 landscape"]
margins = [7, 10, 6, 10]
columns = 6
head.above = "{office.name}"
foot.right = ["{print.at|date}"]
parts = [ { id = "owner", label = "业主联", hide = ["case.caller_phone"] } ]
[[row]]
height = 8
cells = [ { label = "房号", span = 2 }, { field = "{case.place}", span = 4, align = "right" } ]
[[row]]
height = 8
stretch = 1
cells = [ { ticks = { urgent = "急修", odd = "零修" }, on = "{case.grade}", span = 3 }, { sign = "业主", span = 3 } ]
[[row]]
kind = "table"
items = "materials"
height = 6
rows = 2
cells = [ { head = "序号", counter = true, span = 1 }, { head = "名称", field = "{materials.name}", span = 5 } ]
"""

MISTAKES = [
    ("{case.place}", "{case.plaec}", "row[1].cells[2].field", "case.place"),
    ("{materials.name}", "{materials.nam}", "row[3].cells[2].field", "materials.name"),
    ("{materials.name}", "{case.place}", "row[3].cells[2].field", ""),
    ("{office.name}", "{office.nmae}", "head.above", "office.name"),
    ("{print.at|date}", "{print.at|dat}", "foot.right", "date"),
    ("{print.at|date}", "{print.at|money}", "foot.right", ""),
    ("{print.at|date}", "{print.at", "foot.right", ""),
    ('"case.caller_phone"', '"case.caller_fone"', "parts.owner.hide", "case.caller_phone"),
    ("urgent =", "urgnet =", "row[2].cells[1].ticks", "urgent"),
    ('on = "{case.grade}"', 'on = "{case.grade}x"', "row[2].cells[1].on", ""),
    ('on = "{case.grade}"', 'on = "{case.place}"', "row[2].cells[1].ticks", ""),
    ('ticks = { urgent = "急修", odd = "零修" }', "ticks = {}", "row[2].cells[1].ticks", ""),
    ('label = "房号", span', 'label = "房号", spam', "row[1].cells[1].span", ""),
    ('sign = "业主", span', 'sign = "业主", bolt = true, span', "row[2].cells[2].bolt", "bold"),
    ('sign = "业主"', 'sign = "业主", label = "业主"', "row[2].cells[2].label", ""),
    ('align = "right"', 'align = "rihgt"', "row[1].cells[2].align", "right"),
    ("stretch = 1", "strech = 1", "row[2].strech", "stretch"),
    ("span = 5", "span = 6", "row[3].cells", ""),
    ('kind = "table"', 'kind = "tabel"', "row[3].kind", "table"),
    ('items = "materials"', 'items = "material"', "row[3].items", "materials"),
    ("height = 6\n", "height = 600\n", "row[3].height", ""),
    ("height = 6\n", 'height = "6"\n', "row[3].height", ""),
    ("height = 6\n", "", "row[3].height", ""),
    ('"A5 landscape"', '"A5 landskape"', "papers", "A5 landscape"),
    ('["A5 landscape"]', "[]", "papers", ""),
    ("[7, 10, 6, 10]", "[7, 10, 6]", "margins", ""),
    ('record = "work_order"', 'record = "workorder"', "record", "work_order"),
    ("columns = 6", "columns = 0", "columns", ""),
    ('title = "便条"', "", "title", ""),
    ('title = "便条"', 'titel = "便条"', "title", ""),
]


@pytest.mark.parametrize(("right", "wrong", "place", "nearest"), MISTAKES)
def test_a_mistake_is_told_with_its_file_its_place_and_the_nearest_word(right, wrong, place, nearest):
    assert right in GOOD
    with pytest.raises(UserError) as told:
        form_files.parse(GOOD.replace(right, wrong), "note.toml")
    values = told.value.values
    assert (values["file"], values["key"]) == ("note.toml", place)
    assert values.get("nearest", "") == nearest
    assert "note.toml" in words_of(told.value)
    assert place in words_of(told.value)


def test_a_file_that_is_no_toml_is_told():
    with pytest.raises(UserError) as told:
        form_files.parse("id = ", "note.toml")
    assert told.value.values["file"] == "note.toml"


def test_a_form_is_read_in_the_order_it_is_written():
    form = form_files.parse(GOOD, "note.toml")
    assert (form.width, form.height, len(form.columns)) == (210, 148, 6)
    first, second, third = form.rows
    assert isinstance(first, GridRow)
    assert [cell.kind for cell in first.cells] == [CellKind.LABEL, CellKind.FIELD]
    assert first.cells[1].align is Align.RIGHT
    assert second.cells[0].ticks == (("urgent", "急修"), ("odd", "零修"))
    assert second.cells[0].names == {"case.grade"}
    assert [cell.head for cell in third.cells] == ["序号", "名称"]
    assert form.parts[0].hide == {"case.caller_phone"}


def test_paper_of_ones_own_is_given_in_millimetres():
    form = form_files.parse(GOOD.replace('"A5 landscape"', '"241x140"'), "note.toml")
    assert (form.width, form.height) == (241, 140)


def test_a_form_without_parts_is_one_sheet_of_paper():
    text = "\n".join(line for line in GOOD.splitlines() if not line.startswith("parts"))
    assert len(form_files.parse(text, "note.toml").parts) == 1


def test_a_form_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(UserError) as told:
        form_files.shipped("../etc/passwd")
    assert "work_order" in told.value.values["allowed"]
