# SPDX-License-Identifier: Apache-2.0
"""Restoring: a backup takes the place of the database, and numbers that paper carries already are never given again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from complaintdesk.db.engine import Database
from complaintdesk.db.journal_tables import JournalHead
from complaintdesk.db.schema import refuse_unfit
from complaintdesk.db.tables import Case, Counter, WorkOrder
from complaintdesk.desk.attachments import holds
from complaintdesk.desk.backup import sweep, sync, unpack
from complaintdesk.desk.cases import NOTHING_TOLD
from complaintdesk.desk.checking import check
from complaintdesk.desk.context import Context
from complaintdesk.desk.indexing import index
from complaintdesk.desk.numbers import next_case_id, next_number
from complaintdesk.desk.office import Office, open_office, wall_clock
from complaintdesk.desk.story import tell
from complaintdesk.domain.numbering import Number, number_for
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, EventKind, OrderState, Origin
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.safe_write import safe_write

USED_BEFORE = "恢复前已用"
MOST_TAKEN = 20_000  # numbers in a series; more than a backup can have missed


@dataclass(frozen=True)
class Abandoned:
    """What the database that was replaced knew: its journal's head and its counters."""

    seq: int
    hash: str
    numbers: dict[tuple[str, int], int]


@dataclass(frozen=True)
class Restored:
    """The office as restored, the numbers taken as void, and where the replaced database is kept."""

    office: Office
    taken: int
    kept_aside: Path | None


def restore(
    file: Path,
    location: Path,
    *,
    staff: str,
    password: str,
    highest: tuple[Number, ...] = (),
    desk: str = "",
    clock: Callable[[], datetime] = wall_clock,
) -> Restored:
    """Puts a backup in the place of the database, which is kept aside.

    `highest`: the highest number on paper of each series; all from the backup's last to it, and to the replaced
    database's last where that can still be read, become void records. Raises EnvironmentProblem when the backup is
    not whole or the database is in use, UserError when `staff` can't sign in there, has no right to restore or names a
    number of no series; then nothing is changed.
    """
    location.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(location.parent, ".restoring-*")
    with TemporaryDirectory(dir=location.parent, prefix=".restoring-") as folder:
        database, pool = unpack(file, Path(folder))
        _refuse_damaged(database, pool)
        _refuse_in_use(location)
        abandoned = _read_abandoned(location)
        trial = open_office(database, desk=desk, clock=clock)
        try:
            trial.sign_in(staff, password)
            taken = trial.do(take_over, _merged(highest, abandoned), abandoned)
        finally:
            trial.close()
        _add_to_pool(pool, location.with_name(location.stem + "-attachments"))
        aside = _keep_aside(location, clock())
        sync(database)
        database.replace(location)
    office = open_office(location, desk=desk, clock=clock)
    office.sign_in(staff, password)
    return Restored(office, taken, aside)


def _add_to_pool(pool: Path, target: Path) -> None:
    """Copies the backup's attachments to those that are there."""
    for source in sorted(pool.rglob("*")):
        kept = target / source.relative_to(pool)
        if source.is_file() and not holds(kept, source.name):
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            safe_write(kept, source.read_bytes())


def _refuse_damaged(path: Path, pool: Path) -> None:
    database = Database(str(path))
    try:
        refuse_unfit(database)
        findings = check(database, pool)
    finally:
        database.close()
    if findings:
        raise EnvironmentProblem(
            QT_TRANSLATE_NOOP("errors", "The backup is not whole: {count} things are wrong, the first in {code}."),
            QT_TRANSLATE_NOOP("errors", "Choose another backup; nothing was changed."),
            count=len(findings),
            code=findings[0].code,
        )


def _refuse_in_use(location: Path) -> None:
    """Raises EnvironmentProblem while a window or another desk has the database open: it would go on in the old one."""
    import sqlcipher3.dbapi2 as sqlite

    if not location.exists():
        return
    with closing(sqlite.connect(str(location), timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # granted to whoever is alone
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite.OperationalError as error:
            if "locked" in str(error):
                raise EnvironmentProblem(
                    QT_TRANSLATE_NOOP("errors", "The database is open in another window or at another desk."),
                    QT_TRANSLATE_NOOP("errors", "Close it there, then restore; nothing was changed."),
                ) from error
        except sqlite.DatabaseError:
            return  # what can't be read any more is nobody's


def _read_abandoned(location: Path) -> Abandoned | None:
    """What the database to be replaced still tells; None when there is none, or it can't be read any more."""
    if not location.exists():
        return None
    database = Database(str(location))
    try:
        with database.reading() as session:
            head = session.scalars(select(JournalHead)).one()
            numbers = {(row.series, row.year): row.last for row in session.scalars(select(Counter))}
            return Abandoned(head.seq, head.hash, numbers)
    except (EnvironmentProblem, SQLAlchemyError):
        return None
    finally:
        database.engine.dispose()


def _keep_aside(location: Path, now: datetime) -> Path | None:
    """Copies the database to be replaced with its log aside, under a name that says when; it stays until replaced."""
    if not location.exists():
        return None
    aside = location.with_name(f"{location.stem}-replaced-{now:%Y%m%d-%H%M%S}{location.suffix}")
    for suffix in ("", "-wal", "-shm"):
        part = Path(f"{location}{suffix}")
        if part.exists():
            shutil.copy2(part, f"{aside}{suffix}")
    for suffix in ("-wal", "-shm"):  # else they would be taken for the restored database's
        Path(f"{location}{suffix}").unlink(missing_ok=True)
    return aside


def _merged(highest: tuple[Number, ...], abandoned: Abandoned | None) -> dict[tuple[str, int], int]:
    merged = dict(abandoned.numbers) if abandoned else {}
    for number in highest:
        key = (number.series, number.year)
        merged[key] = max(merged.get(key, 0), number.running)
    return merged


def take_over(
    session: Session, context: Context, highest: dict[tuple[str, int], int], abandoned: Abandoned | None
) -> int:
    """How many numbers were taken as void records (恢复前已用): all from the backup's last to the highest on paper.

    Names the journal head that the restore abandons.
    """
    context.subject = f"{abandoned.seq} {abandoned.hash}" if abandoned else "-"
    kinds = {kind.series: CaseKind(kind.id) for kind in context.procedure.kinds}
    slips = context.procedure.series("work_order")
    taken = 0
    for (series, year), last in sorted(highest.items()):
        if series not in kinds and series != slips:
            raise UserError(QT_TRANSLATE_NOOP("errors", "There is no number series {series}."), series=series)
        counter = session.scalars(select(Counter).where(Counter.series == series, Counter.year == year)).first()
        reached = counter.last if counter is not None else 0
        if last <= reached:
            continue
        if year > context.now.astimezone(context.zone).year or last - reached > MOST_TAKEN:
            raise UserError(
                QT_TRANSLATE_NOOP(
                    "errors", "{number} can't be the highest: the backup knows {series} up to {reached}."
                ),
                number=number_for(series, year, last),
                series=series,
                reached=reached,
            )
        carrier = _void_case(session, context, CaseKind.REPAIR, None) if series == slips else None
        for _running in range(reached, last):
            if carrier is None:
                _void_case(session, context, kinds[series], (series, year))
            else:
                _void_slip(session, context, carrier, (series, year))
            taken += 1
        if carrier is not None:
            _void(session, context, carrier)
            index(session, carrier)
    return taken


def _void_case(session: Session, context: Context, kind: CaseKind, at: tuple[str, int] | None) -> Case:
    """A case that holds a number used before the restore; without a number it carries the slips used before."""
    number = next_number(session, *at) if at else None
    case = Case(
        id=next_case_id(session),
        number=number.text if number else None,
        series=number.series if number else None,
        year=number.year if number else None,
        running=number.running if number else None,
        old_number="",
        origin=Origin.RESTORED,
        kind=kind,
        channel=Channel.PHONE,
        state=CaseState.REGISTERED,
        round=1,
        received_at=context.now,
        received_on=context.now.astimezone(context.zone).date(),
        recorded_at=context.now,
        procedure_version_id=context.procedure_id,
        place_text="",
        building="",
        caller_name="",
        caller_phone="",
        content=USED_BEFORE,
        **NOTHING_TOLD,
    )
    session.add(case)
    session.flush()
    tell(session, context, case, EventKind.REGISTERED)
    if number:
        _void(session, context, case)
    index(session, case)
    return case


def _void(session: Session, context: Context, case: Case) -> None:
    case.voided_at, case.voided_by, case.void_reason = context.now, context.staff_id, USED_BEFORE
    tell(session, context, case, EventKind.VOIDED, words=USED_BEFORE)


def _void_slip(session: Session, context: Context, carrier: Case, at: tuple[str, int]) -> None:
    number = next_number(session, *at)
    order = WorkOrder(
        case_id=carrier.id,
        number=number.text,
        series=number.series,
        year=number.year,
        running=number.running,
        round=1,
        state=OrderState.ISSUED,
        team=context.procedure.teams[0].id,
        worker="",
        issued_at=context.now,
        issued_by=context.staff_id,
        result="",
        voided_at=context.now,
        voided_by=context.staff_id,
        void_reason=USED_BEFORE,
    )
    session.add(order)
    session.flush()
    tell(session, context, carrier, EventKind.DISPATCHED, order=order)
    tell(session, context, carrier, EventKind.ORDER_VOIDED, order=order, words=USED_BEFORE)
