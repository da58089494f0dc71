-- The rows of sessions.csv that count, for DuckDB; see parts.py.
SELECT
    loading.export,
    loading.course,
    day,
    session,
    "end" AS ended,
    planned,
    completed,
    partly_done,
    skipped,
    stopped_for_pain,
    seconds_held,
    pain_before,
    pain_before_said,
    pain_after,
    pain_after_said,
    pain_at_stop,
    recorded
FROM read_csv($file, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"',
    new_line = '\r\n', columns = {
        'patient': 'VARCHAR',
        'session': 'VARCHAR',
        'day': 'DATE',
        'routine': 'VARCHAR',
        'started_at': 'VARCHAR',
        'ended_at': 'VARCHAR',
        'end': 'VARCHAR',
        'planned': 'INTEGER',
        'completed': 'INTEGER',
        'partly_done': 'INTEGER',
        'skipped': 'INTEGER',
        'stopped_for_pain': 'INTEGER',
        'seconds_held': 'DOUBLE',
        'pain_before': 'INTEGER',
        'pain_before_said': 'VARCHAR',
        'pain_after': 'INTEGER',
        'pain_after_said': 'VARCHAR',
        'pain_at_stop': 'INTEGER',
        'recorded': 'VARCHAR',
        'note': 'VARCHAR'
    }) AS written
JOIN loading ON loading.code = written.patient AND loading.reviewed = written.routine
WHERE NOT EXISTS (
    SELECT 1 FROM covered
    WHERE covered.code = written.patient AND covered.reviewed = written.routine
        AND written.day BETWEEN covered.first_day AND covered.last_day
)
