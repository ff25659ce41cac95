# SPDX-License-Identifier: Apache-2.0
"""Who may do and see what: a table of deeds, which `Office.do` checks and refuses one without a row, and of records."""

from __future__ import annotations

from complaintdesk.db.reader import Records
from complaintdesk.domain.terms import Role
from complaintdesk.errors import QT_TRANSLATE_NOOP, UserError

CLERK, SUPERVISOR, HEAD = Role.CLERK, Role.SUPERVISOR, Role.OFFICE_HEAD
ENGINEERING, QUALITY, FINANCE, ADMINISTRATOR = Role.ENGINEERING, Role.QUALITY, Role.FINANCE, Role.ADMINISTRATOR

EVERYONE = frozenset(Role)
DESK = frozenset({CLERK, SUPERVISOR, HEAD})
LEADERS = frozenset({SUPERVISOR, HEAD})
WORKSHOP = DESK | {ENGINEERING}
KEEPERS = frozenset({HEAD, ADMINISTRATOR})
ADMINISTRATORS = frozenset({ADMINISTRATOR})
PRICE_KEEPERS = LEADERS | {FINANCE, ADMINISTRATOR}  # an item of the list in force is changed by them, too
CALL_BACK = DESK | {ENGINEERING, QUALITY}  # who ring a case's caller: to agree on a time, to follow up
SEE_RECORDS = DESK  # of owners, with their phones (R-OWN-03): the others ask a supervisor

# What is not open to everyone is asked for by the queries themselves (`db/reader`), whatever screen asks.
READS: dict[Records, frozenset[Role]] = {
    Records.OWNERS: SEE_RECORDS,
    Records.FEES: DESK | {FINANCE},
    Records.REQUESTS: DESK,
    Records.COPIES: LEADERS,
    Records.ACCESSES: LEADERS,
}

RIGHTS: dict[str, frozenset[Role]] = {
    "cases.register": DESK,
    "cases.add_contact": DESK,
    "cases.note": DESK | {ENGINEERING, QUALITY},
    "cases.answer": DESK | {QUALITY},
    "cases.report": DESK,
    "cases.handle": DESK,
    "cases.close": DESK,
    "same_matter.register": DESK,
    "same_matter.join": DESK,
    "waves.lead": DESK,
    "waves.release": DESK,
    "corrections.correct": DESK,
    "corrections.withdraw": DESK,
    "cases.reopen": DESK | {QUALITY},
    "corrections.void": LEADERS,
    "corrections.take_back": DESK,  # one's own alone
    "judging.check": DESK | {QUALITY},
    "judging.raise_level": DESK | {QUALITY},
    "judging.lower_level": LEADERS,
    "judging.assess": LEADERS | {QUALITY},
    "judging.reroute": DESK,
    "judging.harden": LEADERS | {QUALITY},
    "judging.hand_over": DESK,  # one's own alone, or a leader
    "judging.sign_result": frozenset({HEAD}),
    "judging.sign_results": frozenset({HEAD}),
    "judging.call_in_person": LEADERS | {QUALITY},
    "ending.explain_invalid": DESK | {QUALITY},
    "ending.refer": DESK,
    "ending.transfer": DESK,
    "ending.join": DESK,
    "ending.special_close": LEADERS,
    "escalating.escalate": WORKSHOP | {QUALITY},
    "escalating.pass_on": DESK | {QUALITY},
    "course.tell_step": WORKSHOP | {QUALITY},
    "course.conclude": LEADERS | {QUALITY},
    "course.hold_meeting": DESK | {QUALITY},
    "course.compensate": LEADERS,
    "approvals.ask": DESK | {QUALITY},
    "approvals.approve": LEADERS | {QUALITY},  # and only a post that the procedure names
    "approvals.refuse": LEADERS | {QUALITY},
    "liaison.sign": DESK | {QUALITY},
    "liaison.answer": DESK | {QUALITY},
    "liaison.issue_again": DESK | {QUALITY},
    "liaison.void": LEADERS,
    "corrective.open_action": LEADERS | {QUALITY},
    "points.lift": LEADERS,
    "points.take_back_lift": LEADERS,
    "points.fine": LEADERS,
    "points.void_fine": LEADERS,
    "dispatching.dispatch": DESK,
    "dispatching.accept": WORKSHOP,
    "dispatching.arrive": WORKSHOP,
    "dispatching.complete": WORKSHOP,
    "dispatching.reassign": WORKSHOP,
    "dispatching.return_slip": DESK,
    "dispatching.void_order": LEADERS,
    "slip_ledger.book_back": DESK,
    "slip_ledger.take_back": DESK,
    "slip_ledger.declare_lost": LEADERS,
    "slip_ledger.take_back_loss": LEADERS,
    "binding.sign": LEADERS,
    "binding.void": LEADERS,
    "chasing.chase": DESK | {QUALITY},
    "chasing.chase_slip": DESK | {QUALITY},
    "clocks.pause": WORKSHOP,
    "clocks.resume": WORKSHOP,
    "clocks.extend": LEADERS,
    "clocks.promise": DESK,
    "clocks.confirm": DESK,
    "clocks.inform": DESK | {QUALITY},
    "follow_ups.attempt": DESK | {QUALITY},
    "follow_ups.record": DESK | {QUALITY},
    "follow_ups.confirm": DESK | {QUALITY},
    "follow_ups.give_up": LEADERS,
    "fees.set_due": LEADERS,
    "fees.pay": DESK | {FINANCE},
    "fees.void_payment": LEADERS | {FINANCE},
    "print_batches.start_slips": DESK | {ENGINEERING, FINANCE},
    "print_batches.start_follow_ups": DESK | {QUALITY},
    "print_batches.start_sheets": DESK | {QUALITY},
    "print_batches.start_fees": DESK | {FINANCE},
    "print_batches.settle": EVERYONE,
    "prints.start_slip": DESK | {ENGINEERING, FINANCE},
    "prints.start_register": DESK | {QUALITY, FINANCE},
    "prints.start_report": DESK | {QUALITY, FINANCE},
    "prints.start_follow_up": DESK | {QUALITY},
    "prints.start_blank": EVERYONE,
    "prints.start_fees": DESK | {FINANCE},
    "prints.start_sheet": DESK | {QUALITY},
    "prints.start_day_sheet": EVERYONE,
    "prints.start_household_sheet": DESK,
    "prints.start_phone_register": LEADERS,
    "prints.start_outside_numbers": EVERYONE,
    "prints.confirm": EVERYONE,
    "prints.fail": EVERYONE,
    "answers.save": DESK | {QUALITY},
    "answers.void": LEADERS | {QUALITY},
    "answers.take_in": LEADERS | {QUALITY},
    "answers.register_answered": DESK,
    "answers.give": DESK | {QUALITY},
    "phrases.save": DESK,
    "phrases.void": LEADERS,
    "saved_searches.save": EVERYONE,  # one's own; a supervisor the office's too
    "saved_searches.remove": EVERYONE,
    "saved_searches.reorder": EVERYONE,
    "reviews.sign": DESK | {QUALITY},  # and only a role that the procedure names
    "reviews.void": LEADERS | {QUALITY},
    "diaries.write": EVERYONE,
    "diaries.void": EVERYONE,  # one's own, and a supervisor
    "handovers.hand": DESK,
    "handovers.take": DESK,
    "handovers.void": DESK,  # one's own until it is taken, and a supervisor
    "meetings.save": LEADERS | {QUALITY},
    "meetings.void": LEADERS | {QUALITY},
    "households.save_place": DESK,
    "households.add_occupant": DESK,
    "households.void_place": LEADERS,
    "households.void_occupant": LEADERS,
    "household_files.save_vehicle": DESK,
    "household_files.save_pet": DESK,
    "household_files.save_decoration": DESK,
    "household_files.note_document": DESK,
    "household_files.note_rest": DESK,
    "household_files.void_vehicle": LEADERS,
    "household_files.void_pet": LEADERS,
    "household_files.void_decoration": LEADERS,
    "household_files.void_scan": LEADERS,
    "directory.save": DESK,
    "directory.void": LEADERS,
    "directory.take_in": DESK,
    "regulations.save": LEADERS | {QUALITY},
    "regulations.void": LEADERS | {QUALITY},
    "regulations.void_file": LEADERS | {QUALITY},
    "attachments.attach": DESK | {ENGINEERING, QUALITY},
    "attachments.attach_stored": DESK | {ENGINEERING, QUALITY},
    "price_lists.take_in": PRICE_KEEPERS,
    "price_lists.begin": PRICE_KEEPERS,
    "price_lists.put_in_force": PRICE_KEEPERS,
    "price_lists.void_list": PRICE_KEEPERS,
    "price_lists.save_item": PRICE_KEEPERS,
    "price_lists.take_out": PRICE_KEEPERS,
    "quoting.quote": DESK,
    "importing.start_run": DESK | {FINANCE, ADMINISTRATOR},
    "importing.add_households": DESK | {ADMINISTRATOR},
    "importing.add_history": DESK | {ADMINISTRATOR},
    "importing.register_noted": DESK,
    "importing.remember_columns": DESK | {FINANCE, ADMINISTRATOR},
    "import_runs.undo": DESK | {FINANCE, ADMINISTRATOR},  # a clerk and finance their own alone
    "personal_access.reveal": EVERYONE,  # what a role does not work with, with a supervisor at its desk alone
    "personal_access.tell": DESK,  # likewise
    "data_requests.ask": DESK,
    "data_requests.decide": frozenset({HEAD}),
    "data_requests.note_copy": LEADERS,
    "data_requests.note_corrected": LEADERS,
    "data_requests.seal": LEADERS,
    "data_requests.unseal": LEADERS,
    "data_requests.erase": LEADERS,
    "clock.confirm": KEEPERS,
    "moving.move_out": KEEPERS,
    "moving.stay": KEEPERS,
    "checking.rebuild": KEEPERS | {SUPERVISOR},
    "exports.note_export": DESK | {QUALITY, FINANCE, ADMINISTRATOR},
    "exports.note_owners": LEADERS,
    "staffing.add": KEEPERS,
    "staffing.edit": KEEPERS,
    "staffing.leave": KEEPERS,
    "staffing.come_back": KEEPERS,
    "staffing.change_password": KEEPERS,
    "staffing.change_own_password": EVERYONE,
    "staffing.note_sign_in": EVERYONE,
    "staffing.note_sign_out": EVERYONE,
    "office_profile.change": KEEPERS,
    "procedures.adopt": KEEPERS,
    "forms.adopt": KEEPERS,
    "forms.back_to_shipped": KEEPERS,
    "calendar_days.change": LEADERS | KEEPERS,
    "calendar_days.unconfirm": LEADERS | KEEPERS,
    "calendar_days.seed": EVERYONE,  # what the program ships, of years that nobody touched
    "backup.note_backup": EVERYONE,
    "recovery.make_recovery_code": ADMINISTRATORS,  # whoever has a code can make an administrator
    "recovery.recover_administrator": EVERYONE,
    "encryption.note_encrypted": ADMINISTRATORS,
    "encryption.note_decrypted": ADMINISTRATORS,
    "encryption.note_new_passphrase": ADMINISTRATORS,
    "restoring.take_over": KEEPERS | {SUPERVISOR},
    "keeping.confirm_restored": KEEPERS | {SUPERVISOR},
}
# What is done while nobody sits there: by the desk itself, or by whoever has the printed code.
BY_ITSELF = frozenset({"backup.note_backup", "recovery.recover_administrator"})


def deed_name(deed: object) -> str:
    """A deed as the table and the journal name it: its module and function."""
    return f"{getattr(deed, '__module__', '').rsplit('.', 1)[-1]}.{getattr(deed, '__name__', '')}"


def may(name: str, role: Role) -> bool:
    """Whether a role may do the deed of this name; a deed without a row is a bug (KeyError)."""
    return role in RIGHTS[name]


def refuse(name: str, role: Role | None) -> None:
    """Raises UserError unless somebody sits here whose role has the right, or the desk does it by itself."""
    if role is None and name in BY_ITSELF:
        return
    if role is None:
        raise UserError(QT_TRANSLATE_NOOP("errors", "Nobody has signed in."))
    if not may(name, role):
        raise UserError(QT_TRANSLATE_NOOP("errors", "Your role has no right to do this; ask a supervisor."))
