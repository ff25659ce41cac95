# SPDX-License-Identifier: Apache-2.0
"""What stands in the registration form: read into a draft for the deed, kept as it stands, put back, filled anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from complaintdesk.desk.drafts import CaseDraft
from complaintdesk.desk.price_records import kept_line, line_kept
from complaintdesk.domain.money import show_yuan
from complaintdesk.domain.own_fields import still_missing
from complaintdesk.domain.terms import CaseKind, Channel, Charge, Grade
from complaintdesk.errors import QT_TRANSLATE_NOOP, MissingFields, UserError
from complaintdesk.ui.inputs import FilterBox
from complaintdesk.ui.tabs.case_form import CaseForm
from complaintdesk.ui.tabs.case_words import not_listed
from complaintdesk.ui.tabs.charge_line import ON_SITE_PRICE, Settled

T = TypeVar("T")


def read_draft(form: CaseForm, token: str, repeats_case_id: int | None = None) -> CaseDraft:
    """The form as the deed takes it, without the fields that the kind hasn't; raises UserError beside a field."""
    kind: CaseKind = form.kind.value
    channel = _settled(form.channel, "channel")
    if channel is None:
        raise MissingFields({"channel": QT_TRANSLATE_NOOP("errors", "How did it reach the desk?")})
    form.who.words.settle()
    start, end = form.appointment.given() if form.shows("appointment") else (None, None)
    service = form.service.given() if form.shows("service") else (None, None)
    settled = form.charge_line.given() if form.shows("charge") else Settled()
    reported = form.clear_ticks.has("reported")
    person = form.caller.known()
    confidential, about = form.caller.confidence.given()
    return CaseDraft(
        token=token,
        kind=kind,
        channel=channel,
        received_at=form.received_at(),
        content=form.content.text(),
        place_id=form.who.place_id(),
        place_text=form.who.place_words(),
        occupant_id=person.id if person else None,
        caller_name=form.caller.given_name(),
        caller_phone=form.caller.given_phone(),
        anonymous=form.caller.anonymous.isChecked(),
        category=_settled(form.category, "category") or "",
        appointment_from=start,
        appointment_to=end,
        charge=settled.charge,
        quoted=settled.quoted,
        price_agreed=settled.price_agreed,
        price_on_site=settled.price_on_site,
        grade=form.grade.value if form.shows("grade") else None,
        public_area=form.is_public(),
        complex_job=form.shows("grade") and form.scope.has("complex_job"),
        level_criteria=form.criteria.ticked() if form.shows("level_criteria") else (),
        heard=form.clear_ticks.has("heard"),
        asked=form.clear_ticks.has("asked"),
        repeated=form.clear_ticks.has("repeated"),
        written=form.clear_ticks.has("written"),
        reported_to=_settled(form.reported_to, "reported_to") if reported else None,
        repeats_case_id=repeats_case_id,
        service_from=service[0],
        service_to=service[1],
        own_fields=form.own.given(),
        confidential=confidential,
        about_staff_id=about,
        quotes=form.charge_line.told() if form.shows("charge") else (),
    )


def read_whole(
    form: CaseForm, token: str, repeats_case_id: int | None, *checks: Callable[[CaseDraft], None]
) -> CaseDraft:
    """The form as it can be registered; raises MissingFields naming all that is missing or that a check refuses.

    The first of them in the form's order comes first; what can't be read is refused by itself.
    """
    draft = read_draft(form, token, repeats_case_id)
    asked: dict[str, str] = {}
    if form.clear_ticks.has("reported") and draft.reported_to is None:
        asked["reported_to"] = QT_TRANSLATE_NOOP("errors", "Who was told? Choose the supervisor.")
    asked |= still_missing(form.procedure, draft.kind, draft.own_fields)
    for check in checks:
        try:
            check(draft)
        except MissingFields as error:
            asked |= error.missing
        except UserError as error:
            asked[error.field] = error.text
    if asked:
        raise MissingFields({name: asked[name] for name in form.fields if name in asked})
    return draft


def refuse_without_team(form: CaseForm, draft: CaseDraft) -> None:
    """Raises UserError beside the row for the team, which it shows, where the category has none of its own."""
    form.team.settle()
    if draft.category and form.team.value is None:
        form.fields["team"].show()
        words = QT_TRANSLATE_NOOP("errors", "This category has no team of its own: choose one.")
        raise UserError(words, field="team")


def _settled(box: FilterBox, field: str) -> Any:
    """The choice; words in the box that name none are refused rather than passed over."""
    box.settle()
    if box.value is None and box.typed.strip():
        raise not_listed(field, box.typed)
    return box.value


@contextmanager
def filling(form: CaseForm) -> Iterator[None]:
    """While it lasts the program fills the form: no edit is told, no time begins."""
    form.filling = True
    try:
        yield
    finally:
        form.filling = False
        form.ticked_by_place = form.who.is_public()


def empty(form: CaseForm) -> None:
    """A form as it is before a call, for the commonest kind."""
    with filling(form):
        form.begun_at = None
        form.edited_last = ""
        form.who.clear()
        form.caller.show_person(None)
        for box in (form.caller.name, form.caller.phone, form.quoted, form.received):
            box.clear()
        form.caller.anonymous.setChecked(False)
        form.caller.confidence.put(False, None)
        form.content.setText("")
        for chosen in (form.category, form.team, form.charge, form.grade, form.reported_to):
            chosen.set_value(None)
        form.wanted_category = None  # before the kind, which would bring it back
        form.kind.set_value(form.usual_kind())
        form.channel.set_value(form.usual_channel())
        form.appointment.put("", None, None)
        form.service.put_kept(["", ""])
        form.own.put({})
        form.charge_line.put_lines(())
        for ticks in (form.agreed, form.scope, form.criteria, form.clear_ticks):
            ticks.put(())
        form.fields["team"].hide()
        form.fields.clear_problems()
    form.show_received()
    form.show_promise()


def is_blank(form: CaseForm) -> bool:
    """Whether nothing stands in it that anybody would miss: what kind and channel it begins with is no loss."""
    kept = keep(form)
    typed = ("who", "place", "caller_name", "caller_phone", "content", "category_typed", "quoted", "received")
    chosen = ("place_id", "anonymous", "charge", "grade", "agreed", "scope", "criteria", "clear", "reported_to")
    return not any(kept[name] for name in (*typed, *chosen)) and not any(
        words.strip() for words in (kept["appointment"]["words"], *kept["service"], *kept["own"].values())
    )


def keep(form: CaseForm) -> dict[str, Any]:
    """Everything that stands in the form, finished or not, as JSON can hold it."""
    return {
        "begun_at": form.begun_at.isoformat() if form.begun_at else None,
        "edited_last": form.edited_last,
        "kind": form.kind.value,
        "channel": form.channel.value,
        "received": form.received.text(),
        "who": form.who.box.text(),
        "place_id": form.who.page.id if form.who.page else None,
        "place_label": form.who.page.label if form.who.page else "",
        "occupant_id": form.who.card.caller_id(),
        "place": form.who.words.typed,
        "caller_name": form.caller.name.text(),
        "caller_phone": form.caller.phone.text(),
        "anonymous": form.caller.anonymous.isChecked(),
        "confidence": form.caller.confidence.kept(),
        "content": form.content.text(),
        "category": form.category.value,
        "category_typed": form.category.typed,
        "team": form.team.value,
        "appointment": form.appointment.kept(),
        "service": form.service.kept(),
        "charge": form.charge.value,
        "quoted": form.quoted.text(),
        "agreed": form.agreed.ticked(),
        "grade": form.grade.value,
        "scope": form.scope.ticked(),
        "criteria": form.criteria.ticked(),
        "clear": form.clear_ticks.ticked(),
        "reported_to": form.reported_to.value,
        "own": form.own.kept(),
        "quotes": [kept_line(line) for line in form.charge_line.lines],
        "quote": form.charge_line.half(),
    }


def put_back(form: CaseForm, kept: dict[str, Any]) -> None:
    """Puts back what `keep` gave; a choice that the rule book no longer offers stays as typed."""
    empty(form)
    with filling(form):
        form.begun_at = datetime.fromisoformat(kept["begun_at"]) if kept["begun_at"] else None
        form.edited_last = kept["edited_last"]
        form.kind.set_value(form.usual_kind(CaseKind(kept["kind"])))
        _choose(form.channel, Channel(kept["channel"]) if kept["channel"] else None)
        place = kept["place"]
        if kept["place_id"] is not None and form.who.is_there(kept["place_id"], kept["place_label"]):
            form.caller.show_person(form.who.show_place(kept["place_id"], kept["occupant_id"]))
        elif kept["place_id"] is not None:
            place = kept["place_label"]
        form.who.box.setText(kept["who"])
        form.who.words.put_typed(place)
        form.caller.name.setText(kept["caller_name"])
        form.caller.phone.setText(kept["caller_phone"])
        form.caller.anonymous.setChecked(kept["anonymous"])
        form.caller.confidence.put(*kept.get("confidence", (False, None)))
        form.content.setText(kept["content"])
        form.category.put_typed(kept["category_typed"])
        _choose(form.team, kept["team"])
        form.appointment.put_kept(kept["appointment"])
        form.service.put_kept(kept["service"])
        form.own.put(kept.get("own", {}))
        form.charge.set_value(Charge(kept["charge"]) if kept["charge"] else None)
        form.charge_line.put_lines(line_kept(each) for each in kept.get("quotes", ()))
        form.charge_line.put_half(kept.get("quote", {}))
        form.quoted.setText(kept["quoted"])
        graded = kept["grade"] in {row.id for row in form.procedure.grades}
        form.grade.set_value(Grade(kept["grade"]) if graded else None)
        for ticks, name in (
            (form.agreed, "agreed"),
            (form.scope, "scope"),
            (form.criteria, "criteria"),
            (form.clear_ticks, "clear"),
        ):
            ticks.put(kept[name])
        _choose(form.reported_to, kept["reported_to"])
        form.received.setText(kept["received"])
    form.show_received()
    form.show_promise()


def _choose(box: FilterBox, value: Any) -> None:
    box.set_value(value if box.offers(value) else None)


def fill(form: CaseForm, draft: CaseDraft) -> None:
    """Shows a draft: a case to correct, or the beginning of one like it."""
    empty(form)
    with filling(form):
        form.begun_at = draft.received_at
        form.kind.set_value(draft.kind)
        _choose(form.channel, draft.channel)
        form.received.setText(form.bridge.local(draft.received_at).strftime("%Y-%m-%d %H:%M:%S"))
        _put_place_and_caller(form, draft)
        form.content.setText(draft.content)
        _choose(form.category, draft.category or None)
        form.appointment.put_span(draft.appointment_from, draft.appointment_to)
        form.service.put_span(draft.service_from, draft.service_to)
        form.own.put(dict(draft.own_fields))
        form.charge.set_value(draft.charge)
        form.quoted.setText("" if draft.quoted is None else show_yuan(draft.quoted))
        form.agreed.put([name for name in ("price_agreed", ON_SITE_PRICE) if getattr(draft, name)])
        form.grade.set_value(draft.grade)
        form.scope.put([name for name in ("public_area", "complex_job") if getattr(draft, name)])
        form.criteria.put(draft.level_criteria)
        form.clear_ticks.put([name for name in ("heard", "asked", "repeated", "written") if getattr(draft, name)])
    form.show_received()
    form.show_promise()


def fill_again(form: CaseForm, old: CaseDraft) -> None:
    """Begins a form like an earlier case's: its kind, place, caller and category; all else is told anew."""
    empty(form)
    with filling(form):
        form.begun_at = form.bridge.now()
        form.kind.set_value(form.usual_kind(old.kind))
        _put_place_and_caller(form, old)
        form.scope.put(["public_area"] if form.who.is_public() else [])
        _choose(form.category, old.category or None)
    form.show_received()
    form.show_promise()


def _put_place_and_caller(form: CaseForm, draft: CaseDraft) -> None:
    if draft.place_id is not None:
        form.caller.show_person(form.who.show_place(draft.place_id, draft.occupant_id))
    else:
        form.who.words.put_typed(draft.place_text)
    form.caller.name.setText(draft.caller_name)
    if draft.caller_phone != form.caller.given_phone():  # the person's own stands masked in the box
        form.caller.phone.setText(draft.caller_phone)
    form.caller.anonymous.setChecked(draft.anonymous)
    form.caller.confidence.put(draft.confidential, draft.about_staff_id)
