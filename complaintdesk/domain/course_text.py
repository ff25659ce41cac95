# SPDX-License-Identifier: Apache-2.0
"""What a procedure's text says about the course of a matter, read into `Course`; all of it may be left out."""

from __future__ import annotations

from complaintdesk.domain.commitment_text import DONE, Lists, read_condition, read_limit
from complaintdesk.domain.course_rows import (
    ApprovalRow,
    Assessment,
    Course,
    CourseStep,
    EscalationRow,
    Every,
    FieldType,
    FineRow,
    FormRow,
    HouseholdCallRow,
    MeasureRow,
    MeetingRow,
    OutOfHours,
    OwnField,
    PartBack,
    Post,
    ReviewRow,
    Route,
    SameMatter,
    SamplingRow,
    SlipPart,
    SlipRounds,
    SpecialClosing,
    Step,
    SurveyRow,
    Tier,
    WaveRow,
)
from complaintdesk.domain.rulebook_rows import Limit, LimitUnit
from complaintdesk.domain.terms import CaseKind, Factor, Grade, Level, Role, Trigger
from complaintdesk.domain.toml_table import TomlTable
from complaintdesk.errors import QT_TRANSLATE_NOOP

SPANS = (LimitUnit.MINUTES, LimitUnit.HOURS, LimitUnit.DAYS)  # that `waves.span` can count
FACTORS_SUM = (5, 15)  # five factors of 1 to 3


def read_course(file: TomlTable, lists: Lists, commitments: tuple[str, ...]) -> Course:
    """What the file says about the course of a matter; ProcedureMistake where it does not say it rightly.

    `commitments`: the ids of those that the file has.
    """
    ladder = file.listed("ladder", [_step(table) for table in file.tables_if_any("ladder")])
    steps = tuple(step.id for step in ladder)
    return Course(
        out_of_hours=_out_of_hours(file.table("out_of_hours")) if "out_of_hours" in file else None,
        posts=file.listed("posts", [_post(table, lists.departments) for table in file.tables_if_any("posts")]),
        ladder=ladder,
        routes=file.listed("routes", [_route(table, lists, steps) for table in file.tables_if_any("routes")]),
        escalations=file.listed(
            "escalations",
            [_escalation(table, lists, steps, commitments) for table in file.tables_if_any("escalations")],
        ),
        approvals=file.listed(
            "approvals", [_approval(table, lists, steps) for table in file.tables_if_any("approvals")]
        ),
        measures=file.listed("measures", [_measure(table, lists) for table in file.tables_if_any("measures")]),
        steps=file.listed("steps", [_course_step(table) for table in file.tables_if_any("steps")]),
        sampling=file.listed("sampling", [_sampling(table, lists) for table in file.tables_if_any("sampling")]),
        surveys=file.listed("surveys", [_survey(table) for table in file.tables_if_any("surveys")]),
        household_calls=file.listed(
            "household_calls", [_household_call(table) for table in file.tables_if_any("household_calls")]
        ),
        forms=file.listed("forms", [_form(table) for table in file.tables_if_any("forms")]),
        waves=file.listed("waves", [_wave(table, lists) for table in file.tables_if_any("waves")]),
        same_matter=_same_matter(file.table("same_matter")) if "same_matter" in file else None,
        assessment=_assessment(file.table("assessment")) if "assessment" in file else None,
        review=_review(file.table("review")) if "review" in file else None,
        meetings=file.listed("meetings", [_meeting(table) for table in file.tables_if_any("meetings")]),
        fines=file.listed("fines", [_fine(table) for table in file.tables_if_any("fines")]),
        fields=lists.fields,
        slip_parts=_slip_parts(file),
        slips=_slips(file.table("slips")) if "slips" in file else None,
        special_closing=_special_closing(file.table("special_closing"), steps) if "special_closing" in file else None,
    )


def _out_of_hours(table: TomlTable) -> OutOfHours:
    row = OutOfHours(
        urgent_grades=frozenset(table.terms("urgent_grades", Grade)) if "urgent_grades" in table else frozenset(),
        urgent_levels=frozenset(table.terms("urgent_levels", Level)) if "urgent_levels" in table else frozenset(),
        source=table.text("source"),
    )
    table.done()
    return row


def _post(table: TomlTable, departments: tuple[str, ...]) -> Post:
    row = Post(
        id=table.identifier("id"),
        name=table.text("name"),
        department=table.reference("department", departments) if "department" in table else "",
        role=table.term("role", Role) if "role" in table else None,
        words=table.text("words", ""),
        source=table.text("source"),
    )
    table.done()
    return row


def _step(table: TomlTable) -> Step:
    row = Step(
        id=table.identifier("id"),
        name=table.text("name"),
        roles=_roles(table),
        outside=table.flag("outside", default=False),
        written=table.flag("written", default=False),
        source=table.text("source"),
        remark=table.text("remark", ""),
    )
    table.done()
    return row


def _roles(table: TomlTable) -> frozenset[Role]:
    """The roles named; an empty list stands for people outside the program."""
    return frozenset(table.terms("roles", Role)) if "roles" in table and table.texts("roles") else frozenset()


def _route(table: TomlTable, lists: Lists, steps: tuple[str, ...]) -> Route:
    row = Route(
        id=table.identifier("id"),
        when=read_condition(table.table("when"), lists),
        to=table.reference("to", steps),
        source=table.text("source"),
    )
    table.done()
    return row


def _escalation(table: TomlTable, lists: Lists, steps: tuple[str, ...], commitments: tuple[str, ...]) -> EscalationRow:
    row = EscalationRow(
        id=table.identifier("id"),
        name=table.text("name"),
        when=read_condition(table.table("when"), lists),
        trigger=table.term("trigger", Trigger),
        to=table.reference("to", steps) if "to" in table else "",
        limits=frozenset(table.references("limits", commitments)) if "limits" in table else frozenset(),
        written=table.flag("written", default=False),
        source=table.text("source"),
    )
    if row.limits and row.trigger is not Trigger.LIMIT_BROKEN:
        raise table.mistake(
            "limits", QT_TRANSLATE_NOOP("errors", "{file}, {key}: limits go with trigger = “limit_broken” alone.")
        )
    table.done()
    return row


def _approval(table: TomlTable, lists: Lists, steps: tuple[str, ...]) -> ApprovalRow:
    row = ApprovalRow(
        id=table.identifier("id"),
        name=table.text("name"),
        when=read_condition(table.table("when"), lists),
        before=table.term("before", DONE),
        by=_by(table, steps),
        source=table.text("source"),
    )
    table.done()
    return row


def _by(table: TomlTable, steps: tuple[str, ...]) -> tuple[str, ...]:
    found = table.references("by", steps)
    if not found:
        raise table.mistake("by", QT_TRANSLATE_NOOP("errors", "{file}, {key}: the list is empty."))
    return found


def _measure(table: TomlTable, lists: Lists) -> MeasureRow:
    row = MeasureRow(
        id=table.identifier("id"),
        name=table.text("name"),
        when=read_condition(table.table("when"), lists),
        event=table.term("event", DONE),
        words=table.text("words", ""),
        source=table.text("source"),
        after=table.term("after", DONE) if "after" in table else None,
    )
    table.done()
    return row


def _course_step(table: TomlTable) -> CourseStep:
    row = CourseStep(
        id=table.identifier("id"),
        name=table.text("name"),
        kinds=_kinds(table),
        who=table.text("who", ""),
        words=table.text("words", ""),
        event=table.term("event", DONE) if "event" in table else None,
        source=table.text("source"),
    )
    table.done()
    return row


def _kinds(table: TomlTable) -> frozenset[CaseKind] | None:
    return frozenset(table.terms("kinds", CaseKind)) if "kinds" in table else None


def _tier(table: TomlTable) -> Tier:
    tier = Tier(
        up_to=table.whole("up_to", 1, 100_000) if "up_to" in table else None,
        count=table.whole("count", 0, 100_000) if "count" in table else None,
        percent=table.whole("percent", 0, 100) if "percent" in table else None,
    )
    table.done()
    if (tier.count is None) == (tier.percent is None):
        raise table.mistake("", QT_TRANSLATE_NOOP("errors", "{file}, {key}: count or percent is expected, not both."))
    return tier


def _sampling(table: TomlTable, lists: Lists) -> SamplingRow:
    tiers = tuple(_tier(tier) for tier in table.tables("tiers"))
    bounds = [tier.up_to for tier in tiers[:-1]]
    known = [bound for bound in bounds if bound is not None]
    if not tiers or tiers[-1].up_to is not None or len(known) < len(bounds) or known != sorted(set(known)):
        raise table.mistake(
            "tiers", QT_TRANSLATE_NOOP("errors", "{file}, {key}: each up_to must be above the last; the last has none.")
        )
    row = SamplingRow(
        id=table.identifier("id"),
        name=table.text("name"),
        when=read_condition(table.table("when"), lists),
        tiers=tiers,
        source=table.text("source"),
    )
    table.done()
    return row


def _span(table: TomlTable, key: str, units: tuple[LimitUnit, ...] = SPANS) -> Limit:
    limit = read_limit(table.table(key))
    if limit.unit not in units:
        raise table.mistake(
            key,
            QT_TRANSLATE_NOOP("errors", "{file}, {key}: one of these is expected: {allowed}."),
            allowed=", ".join(units),
        )
    return limit


def _survey(table: TomlTable) -> SurveyRow:
    row = SurveyRow(
        id=table.identifier("id"),
        name=table.text("name"),
        every=_span(table, "every", (LimitUnit.MONTHS,)),
        share=table.whole("share", 1, 100),
        on_paper=table.flag("on_paper", default=False),
        source=table.text("source"),
    )
    table.done()
    return row


def _household_call(table: TomlTable) -> HouseholdCallRow:
    row = HouseholdCallRow(
        id=table.identifier("id"),
        name=table.text("name"),
        within=_span(table, "within", (LimitUnit.DAYS, LimitUnit.MONTHS)),
        source=table.text("source"),
    )
    table.done()
    return row


def _form(table: TomlTable) -> FormRow:
    row = FormRow(table.identifier("id"), table.text("name"), _maybe_empty(table, "code"), table.text("source"))
    table.done()
    return row


def _maybe_empty(table: TomlTable, key: str) -> str:
    """A text that may stand there empty, to be filled in by the office."""
    return "" if key not in table or table.is_empty(key) else table.text(key)


def _wave(table: TomlTable, lists: Lists) -> WaveRow:
    row = WaveRow(
        id=table.identifier("id"),
        when=read_condition(table.table("when"), lists),
        within=_span(table, "within"),
        households=table.whole("households", 2, 100),
        source=table.text("source"),
    )
    table.done()
    return row


def _slip_parts(file: TomlTable) -> tuple[SlipPart, ...]:
    """The parts of a slip; where any is named, one at least comes back always: by that one a slip is back."""
    rows = file.listed("slip_parts", [_slip_part(table) for table in file.tables_if_any("slip_parts")])
    if rows and all(row.back is not PartBack.ALWAYS for row in rows):
        raise file.mistake(
            "slip_parts", QT_TRANSLATE_NOOP("errors", '{file}, {key}: one part at least must have back = "always".')
        )
    return rows


def _slip_part(table: TomlTable) -> SlipPart:
    row = SlipPart(
        id=table.identifier("id"),
        name=table.text("name"),
        back=table.term("back", PartBack) if "back" in table else None,
        source=table.text("source"),
    )
    table.done()
    return row


def _slips(table: TomlTable) -> SlipRounds:
    row = SlipRounds(table.clock("listed_at"), table.text("source"))
    table.done()
    return row


def _same_matter(table: TomlTable) -> SameMatter:
    row = SameMatter(_span(table, "within"), table.text("source"))
    table.done()
    return row


def _assessment(table: TomlTable) -> Assessment:
    row = Assessment(
        major_from=table.whole("major_from", *FACTORS_SUM),
        major_alone=frozenset(table.terms("major_alone", Factor)) if "major_alone" in table else frozenset(),
        source=table.text("source"),
    )
    table.done()
    return row


def _review(table: TomlTable) -> ReviewRow:
    row = ReviewRow(table.whole("days_checked", 1, 31), frozenset(table.terms("roles", Role)), table.text("source"))
    table.done()
    return row


def _meeting(table: TomlTable) -> MeetingRow:
    row = MeetingRow(
        id=table.identifier("id"),
        name=table.text("name"),
        every=table.term("every", Every),
        words=table.text("words", ""),
        source=table.text("source"),
    )
    table.done()
    return row


def _fine(table: TomlTable) -> FineRow:
    row = FineRow(
        id=table.identifier("id"),
        name=table.text("name"),
        amount=table.whole("amount", 1, 1_000_000) if "amount" in table else None,
        words=table.text("words", ""),
        source=table.text("source"),
    )
    table.done()
    return row


def read_own_fields(file: TomlTable) -> tuple[OwnField, ...]:
    """The fields that the office added; ProcedureMistake where one is not said rightly."""
    return file.listed("fields", [_own_field(table) for table in file.tables_if_any("fields")])


def _own_field(table: TomlTable) -> OwnField:
    row = OwnField(
        id=table.identifier("id"),
        name=table.text("name"),
        type=table.term("type", FieldType),
        kinds=_kinds(table),
        choices=table.texts("choices") if "choices" in table else (),
        required=table.flag("required", default=False),
        source=table.text("source"),
    )
    if (row.type is FieldType.CHOICE) != bool(row.choices):
        raise table.mistake(
            "choices", QT_TRANSLATE_NOOP("errors", "{file}, {key}: choices go with type = “choice”, and it needs some.")
        )
    table.done()
    return row


def _special_closing(table: TomlTable, steps: tuple[str, ...]) -> SpecialClosing:
    row = SpecialClosing(table.whole("tries", 0, 100), _by(table, steps), table.text("source"))
    table.done()
    return row
