-- The rows of days.csv that count, for DuckDB; see parts.py.
SELECT
    loading.export,
    loading.course,
    day,
    (day - DATE '0001-01-01') // 7 AS week_number,
    phase,
    status,
    expected,
    due,
    done,
    day_over,
    logged,
    exercises_due,
    exercises_completed,
    seconds_due,
    seconds_held
FROM read_csv($file, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"',
    new_line = '\r\n', columns = {
        'patient': 'VARCHAR',
        'routine': 'VARCHAR',
        'day': 'DATE',
        'week': 'DATE',
        'phase': 'VARCHAR',
        'status': 'VARCHAR',
        'expected': 'INTEGER',
        'due': 'INTEGER',
        'done': 'INTEGER',
        'day_over': 'INTEGER',
        'logged': 'INTEGER',
        'exercises_due': 'INTEGER',
        'exercises_completed': 'INTEGER',
        'seconds_due': 'DOUBLE',
        'seconds_held': 'DOUBLE'
    }) AS written
JOIN loading ON loading.code = written.patient AND loading.reviewed = written.routine
WHERE NOT EXISTS (
    SELECT 1 FROM covered
    WHERE covered.code = written.patient AND covered.reviewed = written.routine
        AND written.day BETWEEN covered.first_day AND covered.last_day
)
