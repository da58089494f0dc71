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
)
"""`PRAGMA user_version` counts how many of them a file has seen."""
