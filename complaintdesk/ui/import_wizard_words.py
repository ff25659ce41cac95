# SPDX-License-Identifier: Apache-2.0
"""What the import calls things: the kinds of lists, their fields, what becomes of a row."""

from __future__ import annotations

from complaintdesk.desk.importing import PATTERN
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import translate
from complaintdesk.sheets.imports import BATCH_NOTES, HOUSEHOLDS, PRICES, REGISTER, Outcome
from complaintdesk.ui.look import Colour

_KINDS = {
    HOUSEHOLDS.name: QT_TRANSLATE_NOOP("ImportWords", "Households"),
    REGISTER.name: QT_TRANSLATE_NOOP("ImportWords", "Old register"),
    BATCH_NOTES.name: QT_TRANSLATE_NOOP("ImportWords", "Paper notes"),
    PRICES.name: QT_TRANSLATE_NOOP("ImportWords", "Price list"),
    PATTERN: QT_TRANSLATE_NOOP("ImportWords", "Rooms from a pattern"),
}
_ABOUT = {
    HOUSEHOLDS.name: QT_TRANSLATE_NOOP(
        "ImportWords", "Rooms, parking and who lives there. Places in the books get new people; nothing is overwritten."
    ),
    REGISTER.name: QT_TRANSLATE_NOOP(
        "ImportWords", "The register kept in Excel so far, as history: to be found, outside the figures."
    ),
    BATCH_NOTES.name: QT_TRANSLATE_NOOP(
        "ImportWords", "Calls noted on paper, as when the computer was down: each gets its number and its limits."
    ),
    PRICES.name: QT_TRANSLATE_NOOP(
        "ImportWords",
        "Chargeable services with their prices as written. The list holds once it is put in force in the settings.",
    ),
}
_FIELDS = {
    "building": QT_TRANSLATE_NOOP("ImportWords", "Building"),
    "unit": QT_TRANSLATE_NOOP("ImportWords", "Unit"),
    "room": QT_TRANSLATE_NOOP("ImportWords", "Room"),
    "floor": QT_TRANSLATE_NOOP("ImportWords", "Floor"),
    "area": QT_TRANSLATE_NOOP("ImportWords", "Area"),
    "type": QT_TRANSLATE_NOOP("ImportWords", "Type of room"),
    "status": QT_TRANSLATE_NOOP("ImportWords", "Status of room"),
    "name": QT_TRANSLATE_NOOP("ImportWords", "Name"),
    "phone": QT_TRANSLATE_NOOP("ImportWords", "Phone"),
    "other_phone": QT_TRANSLATE_NOOP("ImportWords", "Other phone"),
    "owner_no": QT_TRANSLATE_NOOP("ImportWords", "Owner number"),
    "from_on": QT_TRANSLATE_NOOP("ImportWords", "Moved in"),
    "to_on": QT_TRANSLATE_NOOP("ImportWords", "Moved out"),
    "space": QT_TRANSLATE_NOOP("ImportWords", "Parking space"),
    "space_name": QT_TRANSLATE_NOOP("ImportWords", "Space's name"),
    "lot": QT_TRANSLATE_NOOP("ImportWords", "Car park"),
    "plate": QT_TRANSLATE_NOOP("ImportWords", "Plate"),
    "note": QT_TRANSLATE_NOOP("ImportWords", "Note"),
    "number": QT_TRANSLATE_NOOP("ImportWords", "Old number"),
    "date": QT_TRANSLATE_NOOP("ImportWords", "Day"),
    "time": QT_TRANSLATE_NOOP("ImportWords", "Time"),
    "subject": QT_TRANSLATE_NOOP("ImportWords", "Subject"),
    "text": QT_TRANSLATE_NOOP("ImportWords", "Text"),
    "kind": QT_TRANSLATE_NOOP("ImportWords", "Kind"),
    "channel": QT_TRANSLATE_NOOP("ImportWords", "Channel"),
    "state": QT_TRANSLATE_NOOP("ImportWords", "State"),
    "result": QT_TRANSLATE_NOOP("ImportWords", "Result"),
    "category": QT_TRANSLATE_NOOP("ImportWords", "Category"),
    "appointment": QT_TRANSLATE_NOOP("ImportWords", "Appointment"),
    "serial": QT_TRANSLATE_NOOP("ImportWords", "Serial"),
    "section": QT_TRANSLATE_NOOP("ImportWords", "Section"),
    "item": QT_TRANSLATE_NOOP("ImportWords", "Service"),
    "price_unit": QT_TRANSLATE_NOOP("ImportWords", "Counted by"),
    "fee": QT_TRANSLATE_NOOP("ImportWords", "Price, labour"),
    "material": QT_TRANSLATE_NOOP("ImportWords", "Material"),
    "duration": QT_TRANSLATE_NOOP("ImportWords", "Takes"),
}
_OF_PEOPLE = QT_TRANSLATE_NOOP("ImportWords", "Owner or tenant")
NEEDED = {
    HOUSEHOLDS.name: QT_TRANSLATE_NOOP(
        "errors",
        "Which column of “{sheet}” is the room, or the parking space? (Sheets of people: name and owner number.)",
    ),
    REGISTER.name: QT_TRANSLATE_NOOP("errors", "Which columns of “{sheet}” are the text and the time?"),
    BATCH_NOTES.name: QT_TRANSLATE_NOOP("errors", "Which columns of “{sheet}” are the text and the time?"),
    PRICES.name: QT_TRANSLATE_NOOP("errors", "Which columns of “{sheet}” are the service and its price?"),
}
_OUTCOMES = {
    Outcome.NEW: QT_TRANSLATE_NOOP("ImportWords", "New"),
    Outcome.EXISTING: QT_TRANSLATE_NOOP("ImportWords", "There already"),
    Outcome.REFUSED: QT_TRANSLATE_NOOP("ImportWords", "Bad"),
    Outcome.WAITING: QT_TRANSLATE_NOOP("ImportWords", "Not in yet"),
}
OUTCOME_COLOURS = {
    Outcome.NEW: Colour.GOOD,
    Outcome.EXISTING: Colour.SECOND,
    Outcome.REFUSED: Colour.LATE,
    Outcome.WAITING: Colour.SOON,
}


def kind_words(kind: str) -> str:
    """The kind of a list."""
    return translate("ImportWords", _KINDS[kind])


def about_words(kind: str) -> str:
    """What such a list brings."""
    return translate("ImportWords", _ABOUT[kind])


def field_words(kind: str, field: str) -> str:
    """A field's name."""
    of_people = kind == HOUSEHOLDS.name and field == "kind"
    return translate("ImportWords", _OF_PEOPLE if of_people else _FIELDS[field])


def outcome_words(outcome: Outcome) -> str:
    """What becomes of a row."""
    return translate("ImportWords", _OUTCOMES[outcome])


def added_words() -> str:
    """What a row is called that brings people or phones to a place of the books."""
    return translate("ImportWords", "Adds to the books")


def incomplete_words(kind: str) -> str:
    """What a row is called that goes in without a cell that is wrong; of a price list, to be quoted by hand."""
    by_hand = kind == PRICES.name
    return translate("ImportWords", "Quoted by hand") if by_hand else translate("ImportWords", "Without its phone")


def incomplete_count_words(kind: str, count: int) -> str:
    """How many such rows there are."""
    words = translate("ImportWizard", "{count} go in without a phone number that is wrong.")
    if kind == PRICES.name:
        words = translate("ImportWizard", "{count} have a price that can't be read: they are quoted by hand.")
    return words.format(count=count)


def dropped_words(kind: str, outcome: str, reason: str) -> str:
    """What becomes of such a row, and why."""
    words = translate("ImportWizard", "{outcome}, without this: {reason}")
    if kind == PRICES.name:
        words = translate("ImportWizard", "{outcome}: {reason}")
    return words.format(outcome=outcome, reason=reason)
