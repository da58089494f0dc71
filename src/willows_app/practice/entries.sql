-- How often the rows of entries.csv that count say what of an exercise, for DuckDB; see parts.py.
SELECT
    loading.export,
    loading.course,
    unguarded(exercise) AS exercise,
    unguarded(max(title)) AS title,
    outcome,
    reason,
    source,
    count(*) AS times
FROM read_csv($files, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"',
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
JOIN loading ON loading.round = $round AND loading.code = written.patient
    AND loading.reviewed = written.routine
WHERE NOT EXISTS (
    SELECT 1 FROM covered
    WHERE covered.course = loading.course
        AND written.day BETWEEN covered.first_day AND covered.last_day
)
GROUP BY loading.export, loading.course, written.exercise, outcome, reason, source
