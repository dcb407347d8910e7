"""Signing in with a PIN, offline: it opens the person's credential, and that opens the store's key."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from care_record.credential import BadSeal, WrongPin, open_credential
from care_record.fold import Folded
from care_record.kinds.types import is_empty
from care_record.roles import may
from spoke_app.access import recovery
from spoke_app.access.keys import open_store_key, seal_store_key
from spoke_app.access.roster import KnownPerson, people
from spoke_app.access.seals import Failed, Seal, Seals, Tries, change_seals, read_seals
from spoke_app.paths import Profile
from spoke_app.store import journal, records, trail
from spoke_app.store.database import Store
from spoke_app.store.values import mapping, text

__all__ = ["KnownPerson", "NotHere", "Session", "TooSoon", "WrongPin", "before_first_sign_in", "people",
           "refresh_seals", "sign_in"]  # fmt: skip

log = logging.getLogger("spoke.sign_in")

FREE_TRIES = 3
FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 300.0
MOST_FAILED = 100


class NotHere(Exception):
    """This person cannot sign in on this PC: unknown, removed, or her credential has not come."""


class TooSoon(Exception):
    """After several wrong PINs: wait so many `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds:.0f} s")
        self.seconds = seconds


@dataclass(frozen=True)
class Session:
    """What signing in gives: who, and the store's key. The key is never shown or logged."""

    staff: str
    store_key: bytes = field(repr=False)


def before_first_sign_in(profile: Profile) -> bytes | None:
    """The store's key while nobody can have signed in yet, so that the first exchange brings the people; else None."""
    key = read_seals(profile).store_key
    return bytes.fromhex(key) if key else None


def sign_in(profile: Profile, staff: str, pin: str, *, now: datetime) -> Session:
    """Opens the store's key. Raises WrongPin, TooSoon (without trying the PIN) or NotHere."""
    own, private = open_private(profile, staff, pin, now=now)
    try:
        key = open_store_key(private, own.store_key)
    except BadSeal as error:
        raise NotHere(staff) from error
    try:
        change_seals(profile, lambda seals: _with_sign_in(seals, staff, now))
    except OSError:
        # On a full disk she still reads her patients' records; the note is written at the next sign-in.
        log.warning("a sign-in was not noted")
    return Session(staff, key)


def open_private(profile: Profile, staff: str, pin: str, *, now: datetime) -> tuple[Seal, bytes]:
    """Her seal on this PC and her private key. Raises as `sign_in` does; a wrong PIN counts."""
    seals = read_seals(profile)
    own = next((one for one in seals.people if one.staff == staff), None)
    if own is None:
        raise NotHere(staff)
    tries = seals.tries.get(staff, Tries())
    wait = _wait(tries, now.timestamp())
    if wait > 0:
        _begin_anew(profile, staff, tries, now)
        raise TooSoon(wait)
    try:
        return own, open_credential(own.sealed, pin)
    except WrongPin:
        change_seals(profile, lambda seals: _with_wrong_pin(seals, staff, now))
        raise
    except BadSeal as error:
        raise NotHere(staff) from error


def note_sign_in(profile: Profile, store: Store, staff: str, now: datetime) -> None:
    """Tells the trail who came in, and before that which wrong PINs were typed since somebody last did."""
    failed = read_seals(profile).failed
    noted = [trail.note(store, one.staff, "sign-in-failed", now=datetime.fromisoformat(one.at)) for one in failed]
    trail.note(store, staff, "signed-in", now=now)
    if failed and all(noted):
        with contextlib.suppress(OSError):
            change_seals(profile, lambda seals: msgspec.structs.replace(seals, failed=seals.failed[len(failed) :]))


def _begin_anew(profile: Profile, staff: str, tries: Tries, now: datetime) -> None:
    """After the clock was set back the wait runs from now: else it would be as long at each look, for years."""
    if tries.last <= now.timestamp():
        return
    moved = Tries(tries.wrong, now.timestamp())
    with contextlib.suppress(OSError):
        change_seals(profile, lambda seals: msgspec.structs.replace(seals, tries={**seals.tries, staff: moved}))


def _with_wrong_pin(seals: Seals, staff: str, now: datetime) -> Seals:
    counted = Tries(seals.tries.get(staff, Tries()).wrong + 1, now.timestamp())
    failed = (*seals.failed, Failed(staff, now.isoformat(timespec="milliseconds")))[-MOST_FAILED:]
    return msgspec.structs.replace(seals, tries={**seals.tries, staff: counted}, failed=failed)


def _with_sign_in(seals: Seals, staff: str, now: datetime) -> Seals:
    """From now on a PIN opens this store, not the machine alone."""
    others = {one: kept for one, kept in seals.tries.items() if one != staff}
    last = {**seals.last_sign_in, staff: now.isoformat(timespec="seconds")}
    return msgspec.structs.replace(seals, tries=others, last_sign_in=last, store_key="")


def _wait(tries: Tries, now: float) -> float:
    """Seconds still to wait: none for the first tries, then doubling. A clock set back does not wait for years."""
    over = tries.wrong - FREE_TRIES
    if over < 0:
        return 0.0
    wait = min(FIRST_WAIT_S * 2.0 ** min(over, 20), LONGEST_WAIT_S)
    return max(0.0, min(wait, tries.last + wait - now))


def refresh_seals(profile: Profile, store: Store, store_key: bytes) -> None:
    """Seals the store's key to everyone of this post and to the district, and to nobody else: after each exchange.

    Were nobody left, the machine keeps the key, so that what is in the store is not lost and a replacement can come.
    """
    credentials = _credentials(store)

    def renewed(seals: Seals) -> Seals:
        known = {one.staff: one for one in seals.people}
        made = (_seal(store, staff, found, known.get(staff), store_key) for staff, found in credentials.items())
        people = tuple(seal for seal in made if seal is not None)
        kept = {one.staff for one in people}
        return msgspec.structs.replace(
            seals,
            people=people,
            store_key=seals.store_key if people else store_key.hex(),
            tries={staff: tries for staff, tries in seals.tries.items() if staff in kept},
            last_sign_in={staff: last for staff, last in seals.last_sign_in.items() if staff in kept},
        )

    change_seals(profile, renewed)
    recovery.keep_seal(profile, store, store_key)


def _credentials(store: Store) -> dict[str, Folded]:
    """Each person's credential that was made last: one that the office gave counts over a new PIN for an older one,
    whenever that comes."""
    found: dict[str, Folded] = {}
    for credential in sorted(records.of_no_patient(store, "credential"), key=lambda made: made.record):
        staff = text(credential.fields.get("staff"))
        if staff and _may_have_written(store, credential, staff):
            found[staff] = credential
    return found


def _may_have_written(store: Store, credential: Folded, staff: str) -> bool:
    """Nobody of this post makes a credential for a colleague, which would open the store in her name; nor a new one for
    herself, which no PIN that the office gives could take the place of: she changes what the office made."""
    changes = journal.changes_of(store, credential.record)
    if any(change.author == staff and not change.base for change in changes):
        return False
    for author in {change.author for change in changes} - {staff}:
        writer = records.folded(store, author)
        if writer is not None and writer.fields.get("role") != "admin":
            return False
    return True


def _seal(store: Store, staff: str, credential: Folded, known: Seal | None, store_key: bytes) -> Seal | None:
    """The person's seal, the known one where nothing changed; None for someone who does not (any longer) work here, or
    whose role sees no patients."""
    person = records.folded(store, staff)
    if person is None or person.kind != "staff" or not _works_here(store, person):
        return None
    if not may(text(person.fields.get("role")), "see", "patient"):
        return None  # what lies here are patients' records
    public = text(credential.fields.get("public_key"))
    sealed = mapping(credential.fields.get("sealed"))
    if is_empty(public) or is_empty(sealed):
        return None
    if known is not None and known.public_key == public:
        seal = known.store_key
    else:
        try:
            seal = seal_store_key(store_key, public)
        except (BadSeal, ValueError):
            return None
    fields = person.fields
    return Seal(
        staff=staff,
        name=text(fields.get("name")),
        name_hi=text(fields.get("name_hi")),
        role=text(fields.get("role")),
        public_key=public,
        sealed=sealed,
        store_key=seal,
    )


def _works_here(store: Store, person: Folded) -> bool:
    """Active, and with a post here that has not ended."""
    posts = person.fields.get("posts")
    here = store.meta_get("post_id")
    if person.fields.get("active") is not True or not isinstance(posts, list):
        return False
    return any(post == here or (isinstance(post, dict) and post.get("id") == here and not post.get("to"))
               for post in posts)  # fmt: skip
