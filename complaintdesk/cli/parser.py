# SPDX-License-Identifier: Apache-2.0
"""What can be asked on the command line, and in which words its help says so."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from complaintdesk import __version__
from complaintdesk.cli import (
    commands,
    follow_up_paper,
    form_paper,
    journey,
    lists,
    money,
    moving,
    own_forms,
    owners,
    safekeeping,
    slips,
    support,
    values,
)
from complaintdesk.domain.terms import CaseKind, Channel, Role, Warranty
from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import LANGUAGES, set_language, translate
from complaintdesk.printing.papers import PrintMode
from complaintdesk.settings import settings_file
from complaintdesk.sheets import calendar_in, directory_in, household_cells, prices_in, register_in
from complaintdesk.sheets.batch_in import HEAD_ROW
from complaintdesk.sheets.border import SUFFIXES

Parser = argparse.ArgumentParser
Deeds: TypeAlias = "argparse._SubParsersAction[Parser]"
COLUMNS_A_LINE = 12


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """The call, understood; ends the program with exit code 2 and a word of advice where it makes no sense."""
    first = Parser(add_help=False, allow_abbrev=False)
    first.add_argument("--lang", nargs="?")
    chosen = first.parse_known_args(list(arguments))[0].lang
    set_language(chosen if chosen in LANGUAGES else settings_file().now.language)
    _speak()
    return _parser().parse_args(list(arguments))


def _parser() -> Parser:
    parser = Parser(
        prog="complaintdesk",
        description=translate("cli", "The reception desk of a property-management office, without a window."),
        epilog=translate("cli", "Without a command the window opens. COMMAND --help tells more."),
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"complaintdesk {__version__}",
        help=translate("cli", "show the version and end"),
    )
    parser.add_argument(
        "--database",
        metavar="FILE|URL",
        help=translate("cli", "the office's database; the one opened last where this is left out"),
    )
    parser.add_argument(
        "--as",
        dest="staff",
        metavar="STAFF",
        help=translate("cli", "who does this; the password is asked for"),
    )
    _names_file(parser, "--password-file", translate("cli", "a file whose first line is the password"))
    _names_file(
        parser,
        "--passphrase-file",
        translate("cli", "a file whose first line opens encrypted books: their passphrase or recovery code"),
    )
    parser.add_argument("--lang", choices=LANGUAGES, help=translate("cli", "the language to speak"))
    parser.add_argument(
        "--self-test",
        action="store_true",
        help=translate("cli", "try every tab and form on a temporary office, and end"),
    )
    parser.add_argument(
        "--demo", action="store_true", help=translate("cli", "open the window on a made-up demo office")
    )
    deeds = parser.add_subparsers(dest="command", required=True, metavar=translate("cli", "COMMAND"))
    for add in (_office, _lists, _paper, _owners, _money, _upkeep, _keys):
        add(deeds)
    for add_commands in (slips.add_commands, own_forms.add_commands):
        add_commands(lambda name, words, run: _deed(deeds, name, words, run))
    return parser


def _deed(deeds: Deeds, name: str, words: str, run: Callable[..., int]) -> Parser:
    deed = deeds.add_parser(name, help=translate("cli", words), description=translate("cli", words), allow_abbrev=False)
    deed.set_defaults(run=run, misused=deed.error)
    return deed


def _names_file(deed: Parser, option: str, words: str) -> None:
    deed.add_argument(option, type=Path, metavar="FILE", help=words)


def _office(deeds: Deeds) -> None:
    founded = _deed(
        deeds,
        "init",
        QT_TRANSLATE_NOOP("cli", "found an office: a new database with its first administrator"),
        commands.found,
    )
    founded.add_argument("--office", required=True, metavar="NAME", help=translate("cli", "the office's name"))
    founded.add_argument("--admin", required=True, metavar="NAME", help=translate("cli", "the administrator"))
    founded.add_argument(
        "--encrypt", action="store_true", help=translate("cli", "encrypt its books; a recovery code is shown once")
    )
    words = translate("cli", "members of staff")
    staff = deeds.add_parser("staff", help=words, description=words, allow_abbrev=False)
    whom = staff.add_subparsers(dest="staff_command", required=True, metavar=translate("cli", "COMMAND"))
    added = _deed(whom, "add", QT_TRANSLATE_NOOP("cli", "add a member of staff"), commands.add_staff)
    added.add_argument("name", metavar="NAME")
    added.add_argument("--team", default="", metavar="TEAM", help=translate("cli", "the team, by name or id"))
    added.add_argument("--role", required=True, type=values.one_of(Role), metavar="ROLE", help=values.all_of(Role))
    _names_file(
        added, "--new-password-file", translate("cli", "a file with the new person's password; asked for otherwise")
    )


def _lists(deeds: Deeds) -> None:
    words = QT_TRANSLATE_NOOP("cli", "take in a list of households and owners")
    columns = household_cells.COLUMNS.values()
    _list(deeds, "import-households", words, lists.households).epilog = _known(columns)
    words = QT_TRANSLATE_NOOP("cli", "take in an old register, as history")
    _list(deeds, "import-register", words, lists.register).epilog = _known(register_in.COLUMNS.values())
    words = QT_TRANSLATE_NOOP("cli", "register calls that were noted on paper")
    _list(deeds, "register-batch", words, lists.batch).epilog = _head_row()
    words = QT_TRANSLATE_NOOP("cli", "take in a list of holidays and make-up workdays: date, off or worked, name")
    days = _deed(deeds, "calendar", words, lists.calendar)
    days.formatter_class = argparse.RawDescriptionHelpFormatter
    days.epilog = _known(calendar_in.COLUMNS.values())
    days.add_argument("file", type=Path, metavar="FILE", help=" ".join(SUFFIXES))
    days.add_argument(
        "--confirm", action="store_true", help=translate("cli", "with it the holidays of the years in it are all known")
    )
    source = translate("cli", "the notice that they come from; the file's name where this is left out")
    days.add_argument("--source", default="", metavar="NOTICE", help=source)


def _list(deeds: Deeds, name: str, words: str, run: Callable[..., int]) -> Parser:
    deed = _deed(deeds, name, words, run)
    deed.formatter_class = argparse.RawDescriptionHelpFormatter
    deed.add_argument("file", type=Path, metavar="FILE", help=" ".join(SUFFIXES))
    deed.add_argument(
        "--errors",
        type=values.workbook,
        metavar="OUT.xlsx",
        help=translate("cli", "a workbook for the refused rows, with a reason for each cell"),
    )
    _add_despite(deed)
    return deed


def _add_despite(deed: argparse.ArgumentParser) -> None:
    deed.add_argument(
        "--despite",
        action="store_true",
        help=translate("cli", "although something in the backup is wrong: files are lost, say"),
    )


def _known(columns: Iterable[str]) -> str:
    words = translate("cli", "Columns that are known, by these names and others in use, in any order:")
    names = [column.split()[0] for column in columns]
    rows = [names[start : start + COLUMNS_A_LINE] for start in range(0, len(names), COLUMNS_A_LINE)]
    return "\n".join((words, *("  " + " ".join(row) for row in rows)))


def _head_row() -> str:
    words = translate("cli", "The head row, in Chinese or English; only time and text are needed in each row:")
    head_rows = "\n".join("  " + " ".join(names) for names in zip(*HEAD_ROW, strict=True))
    kinds = translate(
        "cli",
        "What a row lacks, or says in words that are not known, becomes a named gap of the case; its words are kept.\n"
        "A row without a kind is a repair where its category serves repairs alone, else an enquiry with that gap.",
    )
    terms = "\n".join(
        f"  {names[0]}\t{values.all_of(term)}" for names, term in zip(HEAD_ROW[1:3], (CaseKind, Channel), strict=True)
    )
    return f"{words}\n\n{head_rows}\n\n{terms}\n\n{kinds}"


def _paper(deeds: Deeds) -> None:
    sent = _deed(deeds, "dispatch", QT_TRANSLATE_NOOP("cli", "issue a work order for a case"), commands.dispatch)
    sent.add_argument("number", metavar="NUMBER", help=translate("cli", "the case's number"))
    sent.add_argument("--to", required=True, metavar="TEAM", help=translate("cli", "the team, by name or id"))
    runs = translate("cli", "whether the warranty still runs, where it has to be asked for")
    sent.add_argument("--warranty", choices=[each.value for each in Warranty], help=runs)
    slip = _deed(deeds, "print-slip", QT_TRANSLATE_NOOP("cli", "write a slip in its four parts"), commands.print_slip)
    slip.add_argument("number", metavar="NUMBER", help=translate("cli", "the slip's number, or its case's"))
    again = translate("cli", "why it is printed again; it stays in the books")
    slip.add_argument("--reason", default="", metavar="WORDS", help=again)
    paper = translate("cli", "the paper: A5, 241x140, roll 80; its usual one where left out")
    slip.add_argument("--paper", type=values.paper, metavar="PAPER", help=paper)
    way = translate("cli", "a page for each part, one strike on carbon paper, or on printed forms")
    slip.add_argument("--mode", choices=[each.value for each in PrintMode], default="parts", help=way)
    slip.add_argument("out", type=values.pdf, metavar="OUT.pdf")
    words = QT_TRANSLATE_NOOP("cli", "write any paper form: empty, of a case, or of some days")
    form_paper.add_options(_deed(deeds, "print-form", words, form_paper.print_form))
    words = QT_TRANSLATE_NOOP("cli", "write the sheet of a follow-up")
    sheet = _deed(deeds, "print-follow-up", words, follow_up_paper.print_follow_up)
    number = translate("cli", "the case's number, with its round if it is not the last one")
    sheet.add_argument("number", metavar="NUMBER", help=number)
    sheet.add_argument("out", type=values.pdf, metavar="OUT.pdf")
    register = _deed(
        deeds, "export-register", QT_TRANSLATE_NOOP("cli", "export the register to Excel"), commands.export
    )
    register.add_argument("out", type=values.workbook, metavar="OUT.xlsx")
    first, last = translate("cli", "from this day of receipt"), translate("cli", "to this day of receipt")
    register.add_argument("--from", dest="from_on", type=values.day, metavar="2026-10-01", help=first)
    register.add_argument("--to", dest="to_on", type=values.day, metavar="2026-10-31", help=last)
    register.add_argument("--kind", type=values.one_of(CaseKind), metavar="KIND", help=values.all_of(CaseKind))
    register.add_argument("--history", action="store_true", help=translate("cli", "with the rows of old registers"))
    _why(register)
    month = _deed(
        deeds, "report", QT_TRANSLATE_NOOP("cli", "write a month's figures to Excel or as PDF"), commands.report
    )
    month.add_argument("--month", required=True, type=values.month, metavar="2026-10")
    month.add_argument("out", type=values.report, metavar="OUT.xlsx|OUT.pdf")


def _why(deed: argparse.ArgumentParser) -> None:
    words = translate("cli", "why a workbook leaves the program; without it the books say: written out by a command")
    deed.add_argument("--reason", default="", metavar="WORDS", help=words)


def _owners(deeds: Deeds) -> None:
    people = (
        ("export-households", QT_TRANSLATE_NOOP("cli", "export the households to Excel"), owners.export_households),
        ("export-phones", QT_TRANSLATE_NOOP("cli", "export the residents' phones to Excel"), owners.export_residents),
    )
    for name, words, run in people:
        deed = _deed(deeds, name, words, run)
        deed.add_argument(
            "--reason", required=True, metavar="WORDS", help=translate("cli", "why; it stays in the books")
        )
        deed.add_argument("out", type=values.workbook, metavar="OUT.xlsx")
    words = QT_TRANSLATE_NOOP("cli", "take in a list of outside numbers")
    numbers = _deed(deeds, "import-numbers", words, owners.import_numbers)
    numbers.epilog = _known(names[0] for names in directory_in.HEADS.values())
    numbers.formatter_class = argparse.RawDescriptionHelpFormatter
    numbers.add_argument("file", type=Path, metavar="FILE", help=" ".join(SUFFIXES))
    others = (
        ("export-numbers", QT_TRANSLATE_NOOP("cli", "export the outside numbers"), owners.export_outside_numbers),
        ("export-regulations", QT_TRANSLATE_NOOP("cli", "export the regulations"), owners.export_regulations),
    )
    for name, words, run in others:
        _deed(deeds, name, words, run).add_argument("out", type=values.workbook, metavar="OUT.xlsx")


def _money(deeds: Deeds) -> None:
    words = QT_TRANSLATE_NOOP("cli", "take in a price list of chargeable services")
    taken = _list(deeds, "import-prices", words, money.take_in)
    taken.epilog = _known(prices_in.COLUMNS.values())
    taken.add_argument("--name", default="", metavar="NAME", help=translate("cli", "what it is called once in force"))
    since = translate("cli", "put it in force from this day on; otherwise it waits")
    taken.add_argument("--from", dest="from_on", type=values.day, metavar="2026-10-01", help=since)
    _deed(deeds, "price-lists", QT_TRANSLATE_NOOP("cli", "name the price lists, each with its number"), money.show)
    held = _deed(
        deeds, "force-prices", QT_TRANSLATE_NOOP("cli", "put a price list in force from a day on"), money.put_in_force
    )
    held.add_argument("list", type=int, metavar="LIST", help=translate("cli", "its number, as price-lists names it"))
    held.add_argument("--from", dest="from_on", required=True, type=values.day, metavar="2026-10-01")
    held.add_argument("--name", default="", metavar="NAME", help=translate("cli", "what it is called once in force"))
    ended = _deed(deeds, "void-prices", QT_TRANSLATE_NOOP("cli", "take a price list out of use"), money.take_out)
    ended.add_argument("list", type=int, metavar="LIST", help=translate("cli", "its number, as price-lists names it"))
    ended.add_argument("--reason", required=True, metavar="WORDS", help=translate("cli", "why; it stays in the books"))
    words = QT_TRANSLATE_NOOP("cli", "write the fees of jobs done on these days to Excel or as PDF")
    fees = _deed(deeds, "export-fees", words, money.export_fees)
    fees.add_argument("--from", dest="from_on", required=True, type=values.day, metavar="2026-10-01")
    fees.add_argument("--to", dest="to_on", required=True, type=values.day, metavar="2026-10-31")
    _why(fees)
    fees.add_argument("--room", default="", metavar="ROOM", help=translate("cli", "of one room alone: 3-2-1502"))
    fees.add_argument("out", type=values.report, metavar="OUT.xlsx|OUT.pdf")


def _upkeep(deeds: Deeds) -> None:
    saved = _deed(deeds, "backup", QT_TRANSLATE_NOOP("cli", "make a backup and verify it"), commands.back_up)
    saved.add_argument(
        "out",
        type=Path,
        nargs="?",
        metavar="OUT",
        help=translate(
            "cli", "a file or a folder, for one that is packed with its attachments; else it lies beside the database"
        ),
    )
    back = _deed(deeds, "restore", QT_TRANSLATE_NOOP("cli", "put a backup in the database's place"), commands.put_back)
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument(
        "--highest",
        type=values.number,
        action="append",
        default=[],
        metavar="NUMBER",
        help=translate("cli", "the highest number on paper of a series, such as WX2026-000660; once a series"),
    )
    _add_despite(back)
    checked = _deed(deeds, "check", QT_TRANSLATE_NOOP("cli", "check that the books are whole"), commands.check_books)
    checked.add_argument(
        "--against", type=Path, metavar="BACKUP", help=translate("cli", "and that nothing was cut off since")
    )
    checked.add_argument(
        "--rebuild", action="store_true", help=translate("cli", "back up, then rewrite what is derived")
    )
    words = QT_TRANSLATE_NOOP("cli", "move the office to another database: from a file to a server, or back")
    moved = _deed(deeds, "move", words, moving.move)
    where = moved.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--to", metavar="URL|FILE", help=translate("cli", "an empty database of a server, or a file that is not there")
    )
    where.add_argument(
        "--stay", action="store_true", help=translate("cli", "go on in these books although they were moved away")
    )
    moved.add_argument(
        "--attachments",
        default="",
        metavar="FOLDER",
        help=translate("cli", "where a server's office keeps its files: a folder that every desk can reach"),
    )
    moved.add_argument("--encrypt", action="store_true", help=translate("cli", "encrypt the file that it is moved to"))
    confirmed = QT_TRANSLATE_NOOP("cli", "confirm that this computer's clock is right against the books")
    _deed(deeds, "confirm-clock", confirmed, commands.confirm_clock)
    bundled = QT_TRANSLATE_NOOP("cli", "a file for whoever helps: versions, log, counts; no names, no phones")
    bundle = _deed(deeds, "support-bundle", bundled, support.make_bundle)
    bundle.add_argument("out", type=values.archive, metavar="OUT.zip")
    day = _deed(deeds, "demo", QT_TRANSLATE_NOOP("cli", "a day at a demo office's desk, into a folder"), journey.day)
    day.add_argument("folder", type=Path, metavar="DIR")


def _keys(deeds: Deeds) -> None:
    made = _deed(
        deeds,
        "recovery-code",
        QT_TRANSLATE_NOOP("cli", "make a new recovery code; the old one is void"),
        safekeeping.make_code,
    )
    found = QT_TRANSLATE_NOOP("cli", "make somebody an administrator by the recovery code, when none is left")
    back = _deed(deeds, "recover", found, safekeeping.recover)
    back.add_argument("name", metavar="NAME", help=translate("cli", "who becomes an administrator"))
    _names_file(
        back, "--code-file", translate("cli", "a file whose first line is the recovery code; asked for otherwise")
    )
    _names_file(
        back, "--new-password-file", translate("cli", "a file with the new person's password; asked for otherwise")
    )
    locked = _deed(deeds, "encrypt", QT_TRANSLATE_NOOP("cli", "encrypt the books and their files"), safekeeping.encrypt)
    for deed in (made, back, locked):
        words = translate("cli", "the sheet with the code, to print and lock away")
        deed.add_argument("--out", type=values.pdf, metavar="OUT.pdf", help=words)
    plain = QT_TRANSLATE_NOOP("cli", "make encrypted books plain again")
    _deed(deeds, "decrypt", plain, safekeeping.decrypt)
    other = QT_TRANSLATE_NOOP("cli", "give encrypted books another passphrase")
    changed = _deed(deeds, "change-passphrase", other, safekeeping.change_passphrase)
    _names_file(
        changed,
        "--new-passphrase-file",
        translate("cli", "a file whose first line is the new passphrase; asked for otherwise"),
    )


# argparse asks gettext for its own words; ours come from the one catalogue.
ARGPARSE_WORDS = (
    QT_TRANSLATE_NOOP("argparse", "usage: "),
    QT_TRANSLATE_NOOP("argparse", "positional arguments"),
    QT_TRANSLATE_NOOP("argparse", "options"),
    QT_TRANSLATE_NOOP("argparse", "show this help message and exit"),
    QT_TRANSLATE_NOOP("argparse", "%(prog)s: error: %(message)s\n"),
    QT_TRANSLATE_NOOP("argparse", "the following arguments are required: %s"),
    QT_TRANSLATE_NOOP("argparse", "unrecognized arguments: %s"),
    QT_TRANSLATE_NOOP("argparse", "ignored explicit argument %r"),
    QT_TRANSLATE_NOOP("argparse", "expected one argument"),
    QT_TRANSLATE_NOOP("argparse", "argument %(argument_name)s: %(message)s"),
    QT_TRANSLATE_NOOP("argparse", "invalid choice: %(value)r (choose from %(choices)s)"),
)


def _speak() -> None:
    def word(text: str) -> str:
        return translate("argparse", text)

    argparse._ = word  # type: ignore[attr-defined]  # the name argparse looks its words up by
