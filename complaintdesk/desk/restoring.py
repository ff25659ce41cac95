# SPDX-License-Identifier: Apache-2.0
"""Restoring: a backup takes the place of the database, and numbers that paper carries already are never given again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from complaintdesk import paths
from complaintdesk.db.engine import Database
from complaintdesk.db.keys import OfficeKey
from complaintdesk.db.schema import SCHEMA_VERSION, newer
from complaintdesk.db.server import names_a_server
from complaintdesk.db.tables import Case, Counter, OfficeProfile
from complaintdesk.desk import replaced_on_server
from complaintdesk.desk.attachments import holds, keep, opened, pooled
from complaintdesk.desk.backup_files import Unpacked, sweep, unpack
from complaintdesk.desk.cases import NOTHING_TOLD
from complaintdesk.desk.checking import Finding, NotWhole
from complaintdesk.desk.context import Context
from complaintdesk.desk.numbers import next_case_id, next_number
from complaintdesk.desk.office import Office, open_office, wall_clock
from complaintdesk.desk.passphrases import key_for
from complaintdesk.desk.replaced import (
    Abandoned,
    add_to_pool,
    held,
    keep_aside,
    known_key,
    read_abandoned,
    remove_aside,
    take_place,
)
from complaintdesk.desk.story import tell
from complaintdesk.desk.verifying import look_into
from complaintdesk.desk.void_papers import USED_BEFORE, VOID_PAPERS
from complaintdesk.domain.numbering import Number, number_for
from complaintdesk.domain.terms import CaseKind, CaseState, Channel, EventKind, Origin
from complaintdesk.errors import QT_TRANSLATE_NOOP, EnvironmentProblem, UserError
from complaintdesk.safe_write import refusals_told

MOST_TAKEN = 20_000  # numbers in a series; more than a backup can have missed


@dataclass(frozen=True)
class Restored:
    """The office as restored, the numbers taken as void, and where the replaced database is kept.

    That is a file, or the name of a schema on the server.
    """

    office: Office
    taken: int
    kept_aside: Path | str | None


def restore(
    file: Path,
    location: Path | str,
    *,
    staff: str,
    password: str,
    highest: tuple[Number, ...] = (),
    desk: str = "",
    clock: Callable[[], datetime] = wall_clock,
    passphrase: str | None = None,
    despite: bool = False,
    copies: Sequence[Path] = (),
) -> Restored:
    """Puts a backup in the place of the database, a file or a server's, which is kept aside.

    `highest`: the highest number on paper of each series; all from the backup's last to it, and to the replaced
    database's last where that can still be read, become void records. `despite`: also a backup in which something is
    wrong, as long as its file is not damaged. `passphrase` opens an encrypted one. `copies`: where else the same backup
    lies; what is damaged in one place is taken from the next, attachments from the office's own pool first.

    Raises NotWhole when something is wrong in the backup, EnvironmentProblem when it is none or the database is in use,
    UserError when `staff` can't sign in there, has no right to restore or names a number of no series; then nothing is
    changed.
    """
    on_server = names_a_server(str(location))
    place = paths.data_folder() / "server" if on_server else Path(location)
    with refusals_told(place):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(place.parent, ".restoring-*")
        with TemporaryDirectory(dir=place.parent, prefix=".restoring-") as folder, ExitStack() as opened:
            unpacked = _unpacked((file, *copies), Path(folder))
            database, pool = unpacked.database, unpacked.pool
            own = place.with_name(place.stem + "-attachments")
            key = key_for(database, passphrase)
            offices = _folder_named_in(database, key) if on_server else [own]
            beside = (each.parent / unpacked.manifest.pool for each in (file, *copies))
            _make_whole(unpacked, (key, known_key(place, passphrase)), [*offices, *beside])
            wrong = _refuse_damaged(database, pool, passphrase, clock(), despite=despite)
            if on_server:
                server = opened.enter_context(closing(Database(str(location))))
                abandoned = replaced_on_server.read_abandoned(server)
            else:
                with held(place, passphrase):
                    pass  # in use it is refused before anything is made ready
                abandoned = read_abandoned(place, passphrase)
            trial = open_office(database, desk=desk, clock=clock, passphrase=passphrase)
            opened.callback(trial.close)
            trial.sign_in(staff, password)
            taken = trial.do(take_over, _merged(highest, abandoned), abandoned)
            aside: Path | str | None
            if on_server:
                aside = replaced_on_server.take_place(trial.database, pool, server, clock(), abandoned, wrong)
            else:
                trial.close()
                add_to_pool(pool, own, trial.database.key)
                aside = keep_aside(place, clock(), readable=abandoned is not None)
                try:
                    with held(place, passphrase, abandoned):
                        take_place(database, place)
                except EnvironmentProblem:  # what is in use stays
                    if aside is not None:
                        remove_aside(aside)
                    raise
    office = open_office(location, desk=desk, clock=clock, passphrase=None if on_server else passphrase)
    office.sign_in(staff, password)
    return Restored(office, taken, aside)


def _unpacked(places: Sequence[Path], folder: Path) -> Unpacked:
    """The backup from the first place where its database is whole; raises EnvironmentProblem, the first place's."""
    first: EnvironmentProblem | None = None
    for file in places:
        try:
            with refusals_told(file):
                return unpack(file, folder)
        except EnvironmentProblem as problem:
            first = first or problem
    assert first is not None
    raise first


def _folder_named_in(database: Path, key: OfficeKey | None) -> list[Path]:
    """The folder that a server's books name for their attachments; none where they don't tell."""
    books = Database(str(database), key)
    try:
        with books.reading() as session:
            folder = session.scalars(select(OfficeProfile.attachments_folder)).one()
    except (EnvironmentProblem, SQLAlchemyError):  # damaged, or of a version without servers
        folder = ""
    finally:
        books.engine.dispose()
    return [Path(folder)] if folder else []


def _make_whole(unpacked: Unpacked, keys: Sequence[OfficeKey | None], pools: Sequence[Path]) -> None:
    """Takes what is missing or changed of the attachments from another pool; what none holds any more is left out.

    `keys`: the backup's, then that of the books to be replaced, which their pool may be sealed with.
    """
    key = keys[0]
    for sha256 in unpacked.manifest.attachments:
        target = pooled(unpacked.pool, sha256)
        if not holds(target, sha256, key):
            target.unlink(missing_ok=True)
            found = (opened(pooled(pool, sha256), sha256, each) for pool in pools for each in keys)
            data = next((each for each in found if each is not None), None)
            if data is not None:
                keep(unpacked.pool, sha256, data, key)


def _refuse_damaged(
    path: Path, pool: Path, passphrase: str | None, now: datetime, *, despite: bool
) -> tuple[Finding, ...]:
    """What is wrong in the backup and was accepted."""
    manifest, findings = look_into(path, key_for(path, passphrase), pool, now)
    if manifest.schema > SCHEMA_VERSION:
        raise newer()
    if findings:
        refused = NotWhole(findings, QT_TRANSLATE_NOOP("errors", "Choose another backup; nothing was changed."))
        if "damaged" in manifest.findings:  # nobody can take that
            raise EnvironmentProblem(refused.text, refused.advice, **refused.values)
        if not despite:
            raise refused
    return findings


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
    adopted = tuple(context.books.newest_first(session))[::-1]  # numbers of an earlier rule book's series too
    kinds = {kind.series: kind.id for book in adopted for kind in book.kinds}
    papers = {book.series(what): void for book in adopted for what, void in VOID_PAPERS.items()}
    taken = 0
    for (series, year), last in sorted(highest.items()):
        if series not in kinds and series not in papers:
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
        carrier = _void_case(session, context, CaseKind.REPAIR, None) if series in papers else None
        for _running in range(reached, last):
            if carrier is None:
                _void_case(session, context, kinds[series], (series, year))
            else:
                papers[series](session, context, carrier, next_number(session, series, year))
            taken += 1
        if carrier is not None:
            _void(session, context, carrier)
    return taken


def _void_case(session: Session, context: Context, kind: CaseKind, at: tuple[str, int] | None) -> Case:
    """A case that holds a number used before the restore; without a number it carries the papers used before."""
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
    return case


def _void(session: Session, context: Context, case: Case) -> None:
    case.voided_at, case.voided_by, case.void_reason = context.now, context.staff_id, USED_BEFORE
    tell(session, context, case, EventKind.VOIDED, words=USED_BEFORE)
