-- How often the rows of entries.csv that count say the same of an exercise, for DuckDB; see
-- parts.py.
WITH counted AS (
SELECT patient, routine, exercise, outcome, reason, source, max(title) AS title, count(*) AS times
FROM read_csv($file, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"',
    new_line = '\r\n', columns = {
        'patient': 'VARCHAR',
        'session': 'VARCHAR',
        'entry': 'VARCHAR',
        'day': 'DATE',
        'routine': 'VARCHAR',
        'exercise': 'VARCHAR',
        'title': 'VARCHAR',
        'outcome': 'VARCHAR',
        'reason': 'VARCHAR',
        'source': 'VARCHAR',
        'held_left': 'DOUBLE',
        'held_right': 'DOUBLE',
        'held_middle': 'DOUBLE',
        'planned_left': 'DOUBLE',
        'planned_right': 'DOUBLE',
        'planned_middle': 'DOUBLE',
        'repetitions': 'INTEGER',
        'planned_repetitions': 'INTEGER',
        'places': 'INTEGER',
        'planned_places': 'INTEGER',
        'pain_at_stop': 'INTEGER',
        'pain_at_stop_said': 'VARCHAR',
        'pain_side': 'VARCHAR',
        'recorded_at': 'VARCHAR'
    }) AS written
WHERE NOT told_later(written.patient, written.routine, written.day)
GROUP BY patient, routine, exercise, outcome, reason, source
)
SELECT
    export,
    course,
    unguarded(exercise) AS exercise,
    unguarded(title) AS title,
    outcome,
    reason,
    source,
    times
FROM counted
JOIN loading ON loading.code = counted.patient AND loading.reviewed = counted.routine
