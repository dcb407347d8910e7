"""The hub's tables, as SQLAlchemy Core sees them on SQLite and on PostgreSQL alike.

Times are RFC 3339 text in UTC (they sort as text), heads and hashes raw bytes, and a change's `line` is the exact
bytes that its device wrote. Each table is keyed by what it would be sharded by: patient, record, feed, chain or device.
The migrations in `hub_server/store/migrations/` make these tables; a test holds the two together.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# hub, schema facts and keys: hub, hub_key, hub_private, sign_key, sign_private, name
hub_meta = sa.Table(
    "hub_meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

_AUDIT = sa.text("kind = 'audit'")

# Every change that the hub took. `state` is stored | waiting (for its patient, record or author; in no feed yet).
changes = sa.Table(
    "changes",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("line", sa.LargeBinary, nullable=False),
    sa.Column("sha", sa.LargeBinary, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("patient", sa.Text),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("clock", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("stored_at", sa.Text, nullable=False),
    sa.Column("sent_by", sa.Text, nullable=False),  # the enrolled device (or hub process) that brought it
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("flag", sa.Text),  # e.g. author-no-longer-posted: taken, but worth a look
    sa.Index(None, "record"),
    sa.Index(None, "patient", "kind"),
    sa.Index(None, "kind"),
    # few rows are: the trail of the PCs is read by time
    sa.Index("ix_changes_audit", "stored_at", "id", sqlite_where=_AUDIT, postgresql_where=_AUDIT),
)

# A record's kind and patient are those of its first change.
record_heads = sa.Table(
    "record_heads",
    metadata,
    sa.Column("record", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("patient", sa.Text),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Index(None, "patient", "kind"),
)

# What is locked while a page is judged and numbered: a patient, or a record that has none. `known` turns true with
# the first change of it that was stored.
subjects = sa.Table(
    "subjects",
    metadata,
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("known", sa.Boolean, nullable=False),
    sa.Column("first_facility", sa.Text),
)

# Who reads a subject: the centre that registered it and those that it was given to. Never shortened.
audience = sa.Table(
    "audience",
    metadata,
    sa.Column("patient", sa.Text, primary_key=True),  # or the id of a record that has no patient
    sa.Column("facility", sa.Text, primary_key=True),
)

feeds = sa.Table(
    "feeds",
    metadata,
    sa.Column("feed", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("head", sa.LargeBinary, nullable=False),
)

feed_entries = sa.Table(
    "feed_entries",
    metadata,
    sa.Column("feed", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("head", sa.LargeBinary, nullable=False),  # after this entry
    sa.UniqueConstraint("feed", "id"),
)

chains = sa.Table(
    "chains",
    metadata,
    sa.Column("chain", sa.Text, primary_key=True),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("n", sa.BigInteger, nullable=False),
    sa.Column("head", sa.LargeBinary, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Index(None, "device"),
)

chain_lines = sa.Table(
    "chain_lines",
    metadata,
    sa.Column("chain", sa.Text, primary_key=True),
    sa.Column("n", sa.BigInteger, primary_key=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("sha", sa.LargeBinary, nullable=False),
    sa.Column("head", sa.LargeBinary, nullable=False),  # after this line
    sa.Index(None, "chain", "id"),
)

devices = sa.Table(
    "devices",
    metadata,
    sa.Column("device", sa.Text, primary_key=True),
    sa.Column("record", sa.Text, nullable=False),  # its `device` record, which goes to every clinic
    sa.Column("post_kind", sa.Text, nullable=False),
    sa.Column("post", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("app", sa.Text, nullable=False),
    sa.Column("os", sa.Text, nullable=False),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    sa.Column("slip_letter", sa.Text, nullable=False),
    sa.Column("revoked", sa.Text),  # when
    sa.Column("wipe", sa.Boolean, nullable=False),
    sa.Column("enrolled_at", sa.Text, nullable=False),
    sa.Column("last_seen", sa.Text),
    sa.Column("offset_s", sa.Float),  # how far its clock is ahead of the hub's
    sa.Column("copies", sa.Integer, nullable=False),  # new chains asked for after enrolment
    sa.Column("lineage", sa.Text),  # the first id of a PC that was enrolled before
    sa.UniqueConstraint("post", "slip_letter"),
)

enrol_codes = sa.Table(
    "enrol_codes",
    metadata,
    sa.Column("code_hash", sa.Text, primary_key=True),
    sa.Column("post_kind", sa.Text, nullable=False),
    sa.Column("post", sa.Text, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Column("expires", sa.Text, nullable=False),
    sa.Column("used_by", sa.Text),  # the device
)

# Refused is not lost: the bytes, the reason, and who brought them. One row for the same bytes from the same device.
quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("sha", sa.LargeBinary, primary_key=True),
    sa.Column("device", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, nullable=False),  # the change's id; of a line that is no change its SHA-256
    sa.Column("chain", sa.Text, nullable=False),
    sa.Column("n", sa.BigInteger),  # empty for an `early` line
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("line", sa.LargeBinary, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("released", sa.Text),
    sa.Index(None, "device", "released"),
    sa.Index(None, "id"),
)

# What a waiting change waits for; judged when that arrives.
waiting = sa.Table(
    "waiting",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("needs", sa.Text, nullable=False),  # id of the patient, record or staff record
    sa.Column("what", sa.Text, nullable=False),  # patient | record | author
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("facility", sa.Text),  # the device's post when it sent the change: its authority
    sa.Column("chain", sa.Text, nullable=False),
    sa.Column("n", sa.BigInteger),
    sa.Column("since", sa.Text, nullable=False),
    sa.Index(None, "needs"),
    sa.Index(None, "device"),
)

# Which attachment a change names, from the moment it is stored or waits: a row for each post of a device that brought
# the line. `there` turns true when a device of that post has brought the bytes: a hash alone opens nothing.
attachment_names = sa.Table(
    "attachment_names",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),  # the change
    sa.Column("facility", sa.Text, primary_key=True),
    sa.Column("sha", sa.Text, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("media", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),  # the patient, whose audience reads it
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("sent_by", sa.Text, nullable=False),
    sa.Column("there", sa.Boolean, nullable=False),
    sa.Index(None, "sha"),
    sa.Index(None, "facility", "there"),
)

# Attachments that are whole and whose hash agrees; their bytes are the pieces of the upload that brought them.
attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("sha", sa.Text, primary_key=True),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("upload", sa.Text, nullable=False),
    sa.Column("stored_at", sa.Text, nullable=False),
)

# What has come of an attachment so far, of each device on its own.
attachment_uploads = sa.Table(
    "attachment_uploads",
    metadata,
    sa.Column("sha", sa.Text, primary_key=True),
    sa.Column("device", sa.Text, primary_key=True),
    sa.Column("upload", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("touched_at", sa.Text, nullable=False),
    sa.Index(None, "touched_at"),
)

attachment_pieces = sa.Table(
    "attachment_pieces",
    metadata,
    sa.Column("upload", sa.Text, primary_key=True),
    sa.Column("n", sa.BigInteger, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

# Wrong codes (`what` is enrol) and passwords (sign-in) from an address within the hour; and wrong codes of the second
# step (code) of a person, whose id stands in place of the address.
tries = sa.Table(
    "tries",
    metadata,
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last", sa.Text, nullable=False),
    sa.Index(None, "last"),
)

# ---- the hub's pages ------------------------------------------------------------------------------------------

logins = sa.Table(
    "logins",
    metadata,
    sa.Column("staff", sa.Text, primary_key=True),
    sa.Column("login", sa.Text, nullable=False, unique=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("signing_key_wrapped", sa.JSON),  # care_record.credential.wrap of the Ed25519 private key
    sa.Column("public_key", sa.Text),  # base64, as in staff.keys
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("revoked_at", sa.Text),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("locked_until", sa.Text),
    sa.Column("must_change", sa.Boolean, nullable=False, server_default=sa.false()),  # before all else
    sa.Column("totp_sealed", sa.Text),  # the second step's secret, base64, sealed to the hub's own key
    sa.Column("totp_step", sa.BigInteger),  # of the last code that was taken: none opens twice
    sa.Column("totp_since", sa.Text),
)

# Codes on paper for who has lost the phone: each opens once.
recovery_codes = sa.Table(
    "recovery_codes",
    metadata,
    sa.Column("code_hash", sa.Text, primary_key=True),
    sa.Column("staff", sa.Text, nullable=False),
    sa.Column("used_at", sa.Text),
    sa.Index(None, "staff"),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("staff", sa.Text, nullable=False),
    sa.Column("csrf", sa.Text, nullable=False),
    sa.Column("created", sa.Text, nullable=False),
    sa.Column("last_seen", sa.Text, nullable=False),
    sa.Column("data", sa.JSON),  # address, browser; stage: what is still asked for; ended: when, if before its time
    sa.Index(None, "staff"),
)

claims = sa.Table(
    "claims",
    metadata,
    sa.Column("referral", sa.Text, primary_key=True),
    sa.Column("staff", sa.Text, nullable=False),
    sa.Column("until", sa.Text, nullable=False),
    sa.Index(None, "staff"),
)

# One row for each referral: what the queue shows, made anew from the records whenever its patient changes.
case_queue = sa.Table(
    "case_queue",
    metadata,
    sa.Column("referral", sa.Text, primary_key=True),
    sa.Column("patient", sa.Text, nullable=False),
    sa.Column("visit", sa.Text),
    sa.Column("facility", sa.Text),
    sa.Column("district", sa.Text),
    sa.Column("desk", sa.Text, nullable=False),
    sa.Column("speciality", sa.Text, nullable=False),
    sa.Column("urgency", sa.Text, nullable=False),
    sa.Column("urgency_rank", sa.Integer, nullable=False),  # 0 emergency, 1 urgent, 2 routine: sorts the queue
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("complaint", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("gender", sa.Text),
    sa.Column("age", sa.Text),
    sa.Column("village", sa.Text),
    sa.Column("flags", sa.JSON, nullable=False),
    sa.Column("waiting_since", sa.Text, nullable=False),
    sa.Column("at_hub", sa.Text, nullable=False),
    sa.Column("opened_by", sa.Text),
    sa.Column("opened_at", sa.Text),
    sa.Column("question_at", sa.Text),
    sa.Column("answered_by", sa.Text),
    sa.Column("answered_at", sa.Text),
    sa.Column("summary", sa.JSON),  # whatever else a row of the queue shows
    sa.Column("turn", sa.Text),  # of an open case: doctor | centre (asked back)
    sa.Column("replied", sa.Integer, nullable=False, server_default="0"),  # 1: the centre did, last of both
    sa.Column("words", sa.Text, nullable=False, server_default=""),  # those of case_words, a space before each
    sa.Index(None, "patient"),
    sa.Index("ix_case_queue_answered", "answered_by", "answered_at"),
)
# The queue's orders, over open cases alone. The last columns are filtered by inside the index.
_filters = ("district", "speciality", "replied")
for _name, _columns in (
    ("by_urgency", ("desk", "turn", "urgency_rank", "waiting_since", "referral", *_filters)),
    ("by_waiting", ("desk", "turn", "waiting_since", "referral", *_filters, "urgency_rank")),
    ("by_district", ("desk", "turn", "district", "urgency_rank", "waiting_since", "referral", *_filters[1:])),
):
    _open = case_queue.c.turn.is_not(None)
    sa.Index(f"ix_case_queue_{_name}", *(case_queue.c[c] for c in _columns), sqlite_where=_open, postgresql_where=_open)

# What a case is found by: keys of its patient's names, and numbers. PostgreSQL keeps them in the order of their bytes.
case_words = sa.Table(
    "case_words",
    metadata,
    sa.Column("desk", sa.Text, primary_key=True),
    sa.Column("done", sa.Integer, primary_key=True),  # 0: the case is open
    sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True),
    sa.Column("referral", sa.Text, primary_key=True),
    sqlite_with_rowid=False,
)

# Whose an open case is: doctors who advised its patient before, or asked back in it.
case_doctors = sa.Table(
    "case_doctors",
    metadata,
    sa.Column("staff", sa.Text, primary_key=True),
    sa.Column("referral", sa.Text, primary_key=True),
    sa.Index(None, "referral"),
)

answer_drafts = sa.Table(
    "answer_drafts",
    metadata,
    sa.Column("referral", sa.Text, primary_key=True),
    sa.Column("staff", sa.Text, primary_key=True),
    sa.Column("values", sa.JSON, nullable=False),
    sa.Column("saved_at", sa.Text, nullable=False),
    sa.Index(None, "staff"),
)

# What was done on the hub's pages; rows are added, never changed.
audit_trail = sa.Table(
    "audit_trail",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),  # begins with the time
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("staff", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Index(None, "staff", "id"),
    sa.Index(None, "subject", "id"),
    sa.Index(None, "what", "id"),
)

# ---- who may be registered twice --------------------------------------------------------------------------------

# Patients whose record changed since it was last compared.
patient_stale = sa.Table("patient_stale", metadata, sa.Column("patient", sa.Text, primary_key=True))

# What of a patient is compared with others, made anew from the record.
patient_cards = sa.Table(
    "patient_cards",
    metadata,
    sa.Column("patient", sa.Text, primary_key=True),
    sa.Column("facility", sa.Text),
    sa.Column("name_key", sa.Text, nullable=False),
    sa.Column("other_key", sa.Text, nullable=False),  # of the name in the other script
    sa.Column("gender", sa.Text, nullable=False),
    sa.Column("birth_date", sa.Text),
    sa.Column("born", sa.Text),  # by the age that was told, where there is no date
    sa.Column("relative_key", sa.Text, nullable=False),
    sa.Column("village_key", sa.Text, nullable=False),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("abha", sa.Text, nullable=False),
    sa.Column("same_as", sa.Text, nullable=False),
)

# Only patients of one block are compared with each other.
patient_blocks = sa.Table(
    "patient_blocks",
    metadata,
    sa.Column("block", sa.Text, primary_key=True),
    sa.Column("patient", sa.Text, primary_key=True),
    sa.Index(None, "patient"),
)

# Two records that may be one person, `one` the older; `state` is open, or by somebody's word joined or apart.
duplicate_pairs = sa.Table(
    "duplicate_pairs",
    metadata,
    sa.Column("one", sa.Text, primary_key=True),
    sa.Column("other", sa.Text, primary_key=True),
    sa.Column("score", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("staff", sa.Text),
    sa.Column("at", sa.Text),
    sa.Column("link", sa.Text),  # which record was made to say that it is the same as another
    sa.Index(None, "other"),
    sa.Index(None, "state", "score", "one", "other"),
)

# ---- records that are one person -------------------------------------------------------------------------------------

# What a patient's record says in `same_as`; those that say nothing have no row.
patient_links = sa.Table(
    "patient_links",
    metadata,
    sa.Column("patient", sa.Text, primary_key=True),
    sa.Column("same_as", sa.Text, nullable=False),
    sa.Index(None, "same_as"),
)

# ---- countersigned notes ----------------------------------------------------------------------------------------

# Each signed note of a health worker, with its number in the draw (0 to 99: a desk reads those below its share), and
# the doctor's note that countersigned it.
note_sample = sa.Table(
    "note_sample",
    metadata,
    sa.Column("note", sa.Text, primary_key=True),
    sa.Column("patient", sa.Text, nullable=False),
    sa.Column("visit", sa.Text, nullable=False),
    sa.Column("facility", sa.Text, nullable=False),
    sa.Column("percent", sa.Integer, nullable=False),
    sa.Column("flagged", sa.Integer, nullable=False),  # 1 where the visit has red flags
    sa.Column("written_at", sa.Text, nullable=False),  # when it reached the hub
    sa.Column("done_by", sa.Text),
    sa.Column("done_at", sa.Text),
    sa.Column("done_note", sa.Text),
    sa.Column("verdict", sa.Text),
    sa.Index(None, "facility", "percent", "written_at"),
    sa.Index(None, "done_by", "done_at"),
)

# ---- new versions of the app -------------------------------------------------------------------------------------

# Those that PCs are offered: the manifest as its publisher signed it, and the installer's bytes.
releases = sa.Table(
    "releases",
    metadata,
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("manifest", sa.LargeBinary, nullable=False),
    sa.Column("added_at", sa.Text, nullable=False),
)

release_pieces = sa.Table(
    "release_pieces",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("n", sa.BigInteger, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
