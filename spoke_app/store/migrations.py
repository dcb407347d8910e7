"""The store's tables, version by version.

A migration is never edited once it has been released: a new version is appended. `user_version` of the file says
which ones it has. Each runs in one transaction, after the file was copied (see `database.open_store`).
"""

from __future__ import annotations

from typing import Protocol

_JOURNAL = (
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    """CREATE TABLE journal(id TEXT PRIMARY KEY, line BLOB NOT NULL, sha BLOB NOT NULL, kind TEXT NOT NULL,
       record TEXT NOT NULL, patient TEXT, author TEXT NOT NULL, device TEXT NOT NULL, clock TEXT NOT NULL,
       at TEXT NOT NULL, stored_at TEXT NOT NULL)""",
    "CREATE INDEX journal_record ON journal(record)",
    # D2: no line is ever altered or deleted; the file itself refuses.
    """CREATE TRIGGER journal_stays BEFORE DELETE ON journal
       BEGIN SELECT RAISE(ABORT, 'a journal line is never deleted'); END""",
    """CREATE TRIGGER journal_unaltered BEFORE UPDATE ON journal
       BEGIN SELECT RAISE(ABORT, 'a journal line is never altered'); END""",
)

_EXCHANGE = (
    """CREATE TABLE chains(chain TEXT PRIMARY KEY, made_at TEXT NOT NULL, current INTEGER NOT NULL DEFAULT 0,
       acked_n INTEGER NOT NULL DEFAULT 0, acked_head BLOB, acked_at TEXT) WITHOUT ROWID""",
    """CREATE TABLE chain_lines(chain TEXT NOT NULL, n INTEGER NOT NULL, id TEXT NOT NULL, head BLOB NOT NULL,
       PRIMARY KEY(chain, n)) WITHOUT ROWID""",
    "CREATE INDEX chain_lines_id ON chain_lines(id)",
    "CREATE TABLE feed_places(feed TEXT PRIMARY KEY, seq INTEGER NOT NULL, head BLOB NOT NULL) WITHOUT ROWID",
    """CREATE TABLE feed_lines(feed TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL,
       PRIMARY KEY(feed, seq)) WITHOUT ROWID""",
    "CREATE INDEX feed_lines_id ON feed_lines(id)",
    """CREATE TABLE feed_marks(feed TEXT NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL,
       signature BLOB NOT NULL, at TEXT NOT NULL, PRIMARY KEY(feed, seq)) WITHOUT ROWID""",
    """CREATE TABLE quarantined(id TEXT PRIMARY KEY, code TEXT NOT NULL, detail TEXT NOT NULL,
       at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE exchanges(id INTEGER PRIMARY KEY, started TEXT NOT NULL, outcome TEXT NOT NULL,
       sent INTEGER NOT NULL, received INTEGER NOT NULL, bytes INTEGER NOT NULL, seconds REAL NOT NULL,
       detail TEXT NOT NULL DEFAULT '')""",
)

_PROJECTION = (
    """CREATE TABLE records(record TEXT PRIMARY KEY, kind TEXT NOT NULL, patient TEXT, fields TEXT NOT NULL,
       heads TEXT NOT NULL, conflicts TEXT NOT NULL, flagged TEXT NOT NULL, after_signing TEXT NOT NULL,
       foreign_changes TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, author TEXT NOT NULL,
       device TEXT NOT NULL, last_clock TEXT NOT NULL)""",
    # Also finds by kind those that belong to no patient: staff, desks, credentials.
    "CREATE INDEX records_patient ON records(patient, kind)",
    # What stands under "needs attention" is read at every glance at the status bar.
    "CREATE INDEX records_conflicts ON records(record) WHERE conflicts != '[]'",
    "CREATE INDEX records_flagged ON records(record) WHERE flagged != '[]'",
    """CREATE TABLE patients(n INTEGER PRIMARY KEY, record TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
       name_other TEXT NOT NULL, gender TEXT NOT NULL, birth_date TEXT NOT NULL, age_value INTEGER,
       age_unit TEXT NOT NULL, age_as_of TEXT NOT NULL, village TEXT NOT NULL, relative TEXT NOT NULL,
       relation TEXT NOT NULL, slip_no TEXT NOT NULL, phone TEXT NOT NULL, abha TEXT NOT NULL,
       same_as TEXT NOT NULL, name_key TEXT NOT NULL, name_sound TEXT NOT NULL, relative_key TEXT NOT NULL,
       created_at TEXT NOT NULL, last_seen TEXT NOT NULL)""",
    "CREATE INDEX patients_joined ON patients(same_as) WHERE same_as != ''",
    """CREATE VIRTUAL TABLE patient_search USING fts5(names, sounds, relatives, places, numbers,
       content='', contentless_delete=1, detail=column, prefix='1 2 3',
       tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")""",
    # In the order in which a patient's visits are read; one index less is one page less in every save.
    """CREATE TABLE visits(record TEXT NOT NULL, patient TEXT NOT NULL, started TEXT NOT NULL,
       started_ms INTEGER NOT NULL, day TEXT NOT NULL, outcome TEXT NOT NULL, complaint TEXT NOT NULL,
       author TEXT NOT NULL, PRIMARY KEY(patient, started_ms, record)) WITHOUT ROWID""",
    "CREATE INDEX visits_day ON visits(day)",
    """CREATE TABLE cases(referral TEXT PRIMARY KEY, patient TEXT NOT NULL, visit TEXT NOT NULL, state TEXT NOT NULL,
       open INTEGER NOT NULL, moved_at TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX cases_open ON cases(open, moved_at)",
    "CREATE INDEX cases_patient ON cases(patient)",
    "CREATE INDEX cases_visit ON cases(visit)",
    """CREATE TABLE follow_ups(record TEXT PRIMARY KEY, patient TEXT NOT NULL, due TEXT NOT NULL, reason TEXT NOT NULL,
       done TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX follow_ups_patient ON follow_ups(patient) WHERE done = ''",
    "CREATE INDEX follow_ups_due ON follow_ups(due) WHERE done = ''",
)

_DRAFTS = (
    """CREATE TABLE drafts(id TEXT PRIMARY KEY, form TEXT NOT NULL, patient TEXT, title TEXT NOT NULL,
       author TEXT NOT NULL, focus TEXT NOT NULL, saved_at TEXT NOT NULL, "values" TEXT NOT NULL,
       heads TEXT NOT NULL, discarded_at TEXT)""",
)

_HEALING = (
    # A run of `feed` that a restored hub no longer knew, from one place on; how far that hub has it again, and what the
    # present way through it (pages asked about, lines brought) and the ones before (that brought nothing) have shown.
    """CREATE TABLE feed_runs(id INTEGER PRIMARY KEY, run TEXT NOT NULL UNIQUE, feed TEXT NOT NULL,
       from_seq INTEGER NOT NULL, from_head BLOB NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL,
       asked INTEGER NOT NULL DEFAULT 0, brought INTEGER NOT NULL DEFAULT 0, quiet INTEGER NOT NULL DEFAULT 0)""",
)

_ATTACHMENTS = (
    # The bytes come from a file or from the hub, not from the journal. `came`: so many are here; `sent`: so many went.
    """CREATE TABLE attachments(sha TEXT PRIMARY KEY, bytes INTEGER NOT NULL, came INTEGER NOT NULL DEFAULT 0,
       whole INTEGER NOT NULL DEFAULT 0, sent INTEGER NOT NULL DEFAULT 0, at_hub INTEGER NOT NULL DEFAULT 0,
       tries INTEGER NOT NULL DEFAULT 0, ask_after INTEGER NOT NULL DEFAULT 0, kept_at INTEGER NOT NULL DEFAULT 0)
       WITHOUT ROWID""",
    "CREATE INDEX attachments_to_send ON attachments(sha) WHERE whole = 1 AND at_hub = 0",
    "CREATE TABLE attachment_pieces(sha TEXT NOT NULL, n INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(sha, n))",
    # Of the projection: what each record of kind `attachment` names.
    """CREATE TABLE attachment_records(record TEXT PRIMARY KEY, sha TEXT NOT NULL, bytes INTEGER NOT NULL,
       media TEXT NOT NULL, patient TEXT NOT NULL, visit TEXT NOT NULL, referral TEXT NOT NULL, label TEXT NOT NULL,
       clock TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX attachment_records_sha ON attachment_records(sha)",
    "CREATE INDEX attachment_records_patient ON attachment_records(patient)",
    """INSERT INTO attachment_records
       SELECT record, json_extract(fields, '$.sha256'), json_extract(fields, '$.bytes'),
       json_extract(fields, '$.media'), coalesce(patient, ''), coalesce(json_extract(fields, '$.visit'), ''),
       coalesce(json_extract(fields, '$.referral'), ''), coalesce(json_extract(fields, '$.label'), ''), last_clock
       FROM records WHERE kind = 'attachment' AND flagged = '[]'""",
)

_SET_ASIDE = (
    # What the hub keeps in quarantine and somebody here has looked at and set aside: no longer under needs attention.
    "CREATE TABLE set_aside(id TEXT PRIMARY KEY, staff TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID",
)

_BUNDLES = (
    # Requests that went out on a stick. `private` opens the reply, and is destroyed once that is taken in; the request
    # asked from `acked_n` and `places`, and `last_n` is the last line on it.
    """CREATE TABLE bundles(id INTEGER PRIMARY KEY, key_hash BLOB NOT NULL UNIQUE, private BLOB, request TEXT NOT NULL,
       device TEXT NOT NULL, chain TEXT NOT NULL, acked_n INTEGER NOT NULL, last_n INTEGER NOT NULL,
       places TEXT NOT NULL, made_at TEXT NOT NULL, answered_at TEXT)""",
)

_ONE_PERSON = (
    # Of the projection: which record stays, of every record that was joined with another (`store/same_person.py`).
    "CREATE TABLE joined(record TEXT PRIMARY KEY, root TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX joined_root ON joined(root)",
    """INSERT INTO joined
       WITH RECURSIVE link(record, next) AS (
         SELECT p.record, p.same_as FROM patients p JOIN patients t ON t.record = p.same_as WHERE p.same_as != ''),
       walk(record, at) AS (
         SELECT record, next FROM link UNION SELECT w.record, l.next FROM walk w JOIN link l ON l.record = w.at)
       SELECT record, min(at) FROM walk w
       WHERE at NOT IN (SELECT record FROM link) OR EXISTS (SELECT 1 FROM walk c WHERE c.record = w.at AND c.at = w.at)
       GROUP BY record HAVING min(at) != record""",
    "ALTER TABLE patients ADD COLUMN deceased TEXT NOT NULL DEFAULT ''",
    """UPDATE patients SET deceased = r.day FROM (SELECT record, json_extract(fields, '$.deceased') AS day FROM records
       WHERE kind = 'patient' AND json_type(fields, '$.deceased') = 'text') r WHERE r.record = patients.record""",
)

_TESTS = (
    # Of the projection: what doctors ordered, and which test each result belongs to.
    """CREATE TABLE ordered_tests(advice TEXT NOT NULL, place INTEGER NOT NULL, test TEXT NOT NULL,
       patient TEXT NOT NULL, referral TEXT NOT NULL, text TEXT NOT NULL, day TEXT NOT NULL,
       PRIMARY KEY(advice, place)) WITHOUT ROWID""",
    "CREATE INDEX ordered_tests_day ON ordered_tests(day)",
    "CREATE INDEX ordered_tests_patient ON ordered_tests(patient)",
    "CREATE INDEX ordered_tests_test ON ordered_tests(test)",
    """CREATE TABLE test_results(record TEXT PRIMARY KEY, patient TEXT NOT NULL, test TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX test_results_test ON test_results(test) WHERE test != ''",
    """INSERT INTO ordered_tests
       SELECT r.record, t.key, json_extract(t.value, '$.id'), coalesce(r.patient, ''),
         iif(json_type(r.fields, '$.referral') = 'text', json_extract(r.fields, '$.referral'), ''),
         json_extract(t.value, '$.text'), substr(json_extract(r.fields, '$.signed'), 1, 10)
       FROM records r, json_each(r.fields, '$.investigations') t
       WHERE r.kind = 'advice' AND json_type(r.fields, '$.investigations') = 'array' AND t.type = 'object'
         AND json_type(r.fields, '$.signed') = 'text' AND json_extract(r.fields, '$.signed') != ''
         AND json_type(t.value, '$.id') = 'text' AND json_extract(t.value, '$.id') != ''
         AND json_type(t.value, '$.text') = 'text' AND json_extract(t.value, '$.text') != ''""",
    """INSERT INTO test_results
       SELECT record, coalesce(patient, ''),
         iif(json_type(fields, '$.investigation') = 'text', json_extract(fields, '$.investigation'), '')
       FROM records WHERE kind = 'result'""",
)

_REGISTERS = (
    # What the registers read by day and no index finds yet. Both cost a visit's save nothing: only a dispense is in the
    # first, only a follow-up that is done in the second.
    """CREATE INDEX records_dispensed ON records(substr(json_extract(fields, '$.at'), 1, 10))
       WHERE kind = 'dispense'""",
    "CREATE INDEX follow_ups_came ON follow_ups(due) WHERE done != ''",
)

_PHONE_PARTS = (
    # Of the projection: phones by what they end with from each middle digit on; a visit's save does not touch it.
    "CREATE TABLE phone_parts(part TEXT NOT NULL, phone TEXT NOT NULL, PRIMARY KEY(part, phone)) WITHOUT ROWID",
    """INSERT OR IGNORE INTO phone_parts
       SELECT substr(p.phone, -l.value), substr(p.phone, -10) FROM patients p, json_each('[5, 6, 7, 8, 9]') l
       WHERE length(p.phone) >= 10""",
)

_PICTURES_OF_YEARS = (
    # Every picture that a record names has its line, here or not: what is missing is found without reading all.
    "INSERT OR IGNORE INTO attachments(sha, bytes) SELECT sha, bytes FROM attachment_records",
    "CREATE INDEX attachments_missing ON attachments(sha) WHERE whole = 0",
    "CREATE INDEX journal_attachments ON journal(record) WHERE kind = 'attachment'",
)

_COMMENTS = (
    # The doctors' comments on notes, which are few. `comments_read`: which of them their author has opened on this PC.
    """CREATE INDEX records_commented ON records(last_clock)
       WHERE kind = 'note' AND json_extract(fields, '$.verdict') = 'comment'""",
    "CREATE TABLE comments_read(note TEXT PRIMARY KEY, staff TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID",
)

_ERASED = (
    # What the hub has erased by law: its places in the feeds stay, and their heads are over these hashes.
    "CREATE TABLE erased(id TEXT PRIMARY KEY, sha BLOB NOT NULL) WITHOUT ROWID",
)

_TRAIL = (
    # Who saw or took out what, chained; `n` rises by one. They become `audit` changes in batches.
    """CREATE TABLE trail(n INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
       record TEXT NOT NULL, head BLOB NOT NULL)""",
    "CREATE INDEX trail_record ON trail(record, n)",
    """CREATE TRIGGER trail_stays BEFORE DELETE ON trail
       BEGIN SELECT RAISE(ABORT, 'an entry of the trail is never deleted'); END""",
    """CREATE TRIGGER trail_unaltered BEFORE UPDATE ON trail
       BEGIN SELECT RAISE(ABORT, 'an entry of the trail is never altered'); END""",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    _JOURNAL + _EXCHANGE + _PROJECTION + _DRAFTS,
    _HEALING,
    _ATTACHMENTS,
    _SET_ASIDE,
    _BUNDLES,
    _ONE_PERSON,
    _TESTS,
    _REGISTERS,
    _PHONE_PARTS,
    _PICTURES_OF_YEARS,
    _COMMENTS,
    _ERASED,
    _TRAIL,
)
NEWEST = len(MIGRATIONS)


class Executes(Protocol):
    """As much of a connection as a migration needs."""

    def execute(self, sql: str, /) -> object: ...


def apply(connection: Executes, version: int) -> None:
    """Brings a file from `version` to the next one, inside the caller's transaction."""
    for statement in MIGRATIONS[version]:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {version + 1}")
