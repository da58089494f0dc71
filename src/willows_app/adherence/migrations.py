"""The tables of the log, as the steps from an empty file to this version.

A step that has been released is never edited: a new one is added.
"""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        routine TEXT NOT NULL,
        planned TEXT NOT NULL,          -- JSON list of exercise ids
        started_at TEXT NOT NULL,       -- ISO 8601 local time with UTC offset
        local_date TEXT NOT NULL,
        utc_offset INTEGER NOT NULL     -- minutes east of UTC
    ) STRICT;

    CREATE TABLE session_ends (
        session TEXT PRIMARY KEY REFERENCES sessions (id),
        reason TEXT NOT NULL CHECK (reason IN ('finished', 'stopped', 'stopped for pain')),
        ended_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE entries (
        id TEXT PRIMARY KEY,
        session TEXT NOT NULL REFERENCES sessions (id),
        exercise TEXT NOT NULL,
        title TEXT NOT NULL,
        outcome TEXT NOT NULL CHECK (
            outcome IN ('completed', 'partly done', 'skipped', 'stopped for pain')
        ),
        held_left REAL,                 -- seconds; NULL where nobody timed them
        held_right REAL,
        held_middle REAL,
        repetitions INTEGER NOT NULL,
        places INTEGER,
        reason TEXT,                    -- why it was skipped; NULL if nobody said
        planned TEXT NOT NULL,          -- JSON of the planned dose
        source TEXT NOT NULL CHECK (source IN ('timed', 'ticked by hand')),
        recorded_at TEXT NOT NULL,
        local_date TEXT NOT NULL,
        utc_offset INTEGER NOT NULL,
        supersedes TEXT UNIQUE REFERENCES entries (id)
    ) STRICT;

    CREATE TABLE pains (
        id TEXT PRIMARY KEY,
        session TEXT NOT NULL REFERENCES sessions (id),
        moment TEXT NOT NULL CHECK (moment IN ('before', 'after', 'stop')),
        score INTEGER CHECK (score BETWEEN 0 AND 10),   -- NULL: asked and not answered
        exercise TEXT,                  -- what hurt, at a stop
        side TEXT CHECK (side IN ('left', 'right')),
        recorded_at TEXT NOT NULL
    ) STRICT;

    CREATE INDEX entries_of_session ON entries (session);
    CREATE INDEX pains_of_session ON pains (session);
    CREATE INDEX sessions_by_date ON sessions (local_date);

    CREATE TABLE settings (
        key TEXT NOT NULL,
        value TEXT NOT NULL,            -- JSON
        set_at TEXT NOT NULL
    ) STRICT;

    CREATE VIEW current_entries AS
        SELECT * FROM entries
        WHERE id NOT IN (SELECT supersedes FROM entries WHERE supersedes IS NOT NULL);
    """,
    """
    DROP VIEW current_entries;

    -- The day is the patient's own (it may end after midnight); the offset stands in the time.
    DROP INDEX sessions_by_date;
    ALTER TABLE sessions RENAME COLUMN local_date TO day;
    ALTER TABLE sessions DROP COLUMN utc_offset;
    CREATE INDEX sessions_by_day ON sessions (day, started_at, routine, id);

    -- The same dose is planned again and again: kept once, so that the log stays small.
    CREATE TABLE planned_doses (
        id INTEGER PRIMARY KEY,
        title TEXT NOT NULL,            -- of the exercise, at that time
        dose TEXT NOT NULL,             -- JSON of the planned dose
        seconds REAL NOT NULL,          -- to hold, on all sides
        UNIQUE (title, dose)
    ) STRICT;
    INSERT INTO planned_doses (title, dose, seconds)
        SELECT DISTINCT title, planned, json_extract(planned, '$.held.left')
            + json_extract(planned, '$.held.right') + json_extract(planned, '$.held.middle')
        FROM entries;

    -- Kept together by session, and without an index of their ids, which nobody looks up.
    CREATE TABLE new_entries (
        id TEXT NOT NULL,
        session TEXT NOT NULL REFERENCES sessions (id),
        exercise TEXT NOT NULL,
        planned INTEGER NOT NULL REFERENCES planned_doses (id),
        outcome TEXT NOT NULL CHECK (
            outcome IN ('completed', 'partly done', 'skipped', 'stopped for pain')
        ),
        held_left REAL,                 -- seconds; NULL where nobody timed them
        held_right REAL,
        held_middle REAL,
        repetitions INTEGER NOT NULL,
        places INTEGER,
        reason TEXT,                    -- why it was skipped; NULL if nobody said
        source TEXT NOT NULL CHECK (source IN ('timed', 'ticked by hand')),
        recorded_at TEXT NOT NULL,      -- ISO 8601 local time with UTC offset
        supersedes TEXT,                -- the entry that this one corrects
        PRIMARY KEY (session, exercise, id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO new_entries
        SELECT entries.id, session, exercise, planned_doses.id, outcome, held_left, held_right,
            held_middle, repetitions, places, reason, source, recorded_at, supersedes
        FROM entries JOIN planned_doses
            ON planned_doses.title = entries.title AND planned_doses.dose = entries.planned;
    DROP TABLE entries;
    ALTER TABLE new_entries RENAME TO entries;

    DROP INDEX pains_of_session;
    CREATE INDEX pains_of_session ON pains (session, moment);

    CREATE TABLE taken_back (           -- sessions and entries that a patient took back
        id TEXT PRIMARY KEY,
        target TEXT NOT NULL,           -- the id of a session or an entry
        taken_back INTEGER NOT NULL,    -- 0: put back again
        sequence INTEGER NOT NULL,      -- counts the changes of this target
        recorded_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE notes (                -- of a session; the last one counts
        id TEXT PRIMARY KEY,
        session TEXT NOT NULL REFERENCES sessions (id),
        text TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        recorded_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX notes_of_session ON notes (session);

    CREATE TABLE plan_changes (
        id TEXT PRIMARY KEY,
        routine TEXT NOT NULL,
        change TEXT NOT NULL CHECK (change IN (
            'daily', 'length', 'as needed', 'flare', 'flare over', 'pause', 'resume'
        )),
        day TEXT NOT NULL,              -- the first that it speaks of
        sequence INTEGER NOT NULL,      -- counts the changes of this routine
        recorded_at TEXT NOT NULL,
        days INTEGER CHECK (days > 0),  -- of the daily phase
        until TEXT,                     -- the last day of a pause, where it is known
        reason TEXT                     -- of a pause
    ) STRICT;
    INSERT INTO plan_changes (id, routine, change, day, sequence, recorded_at)
        SELECT lower(hex(randomblob(16))), routine, 'daily', min(day), 1, min(started_at)
        FROM sessions GROUP BY routine;

    -- Settings get ids and an order of their own, so that two logs can be brought together.
    CREATE TABLE new_settings (
        id TEXT PRIMARY KEY,
        key TEXT NOT NULL,
        value TEXT NOT NULL,            -- JSON
        sequence INTEGER NOT NULL,      -- counts the values of this key
        set_at TEXT NOT NULL
    ) STRICT;
    INSERT INTO new_settings
        SELECT lower(hex(randomblob(16))), key, value,
            row_number() OVER (PARTITION BY key ORDER BY rowid), set_at
        FROM settings ORDER BY rowid;
    DROP TABLE settings;
    ALTER TABLE new_settings RENAME TO settings;
    CREATE INDEX settings_by_key ON settings (key, sequence);

    -- A bare column beside max() comes from the row of the maximum.
    CREATE VIEW taken_back_now AS
        SELECT target FROM (
            SELECT target, taken_back, max(printf('%010d %s %s', sequence, recorded_at, id))
            FROM taken_back GROUP BY target
        ) WHERE taken_back;

    CREATE VIEW current_sessions AS
        SELECT * FROM sessions WHERE id NOT IN (SELECT target FROM taken_back_now);

    -- One for each exercise of a session: what nothing supersedes, and of that, where two devices
    -- added something, the later one.
    CREATE VIEW current_entries AS
        SELECT * FROM entries
        WHERE id NOT IN (SELECT target FROM taken_back_now)
            AND NOT EXISTS (
                SELECT 1 FROM entries AS other
                WHERE other.session = entries.session AND other.exercise = entries.exercise
                    AND other.id != entries.id
                    AND (
                        other.supersedes = entries.id
                        OR (julianday(other.recorded_at), other.id)
                            > (julianday(entries.recorded_at), entries.id)
                        AND NOT EXISTS (
                            SELECT 1 FROM entries AS third
                            WHERE third.session = other.session
                                AND third.exercise = other.exercise
                                AND third.supersedes = other.id
                        )
                    )
            );

    -- Of several answers to one question the last one counts.
    CREATE VIEW current_pains AS
        SELECT * FROM pains
        WHERE moment = 'stop' OR NOT EXISTS (
            SELECT 1 FROM pains AS later
            WHERE later.session = pains.session AND later.moment = pains.moment
                AND later.rowid != pains.rowid
                AND (julianday(later.recorded_at), later.id)
                    > (julianday(pains.recorded_at), pains.id)
        );
    """,
)
"""`PRAGMA user_version` counts how many of them a file has seen."""
