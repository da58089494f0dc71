-- The rows of days.csv that count, for DuckDB; see parts.py.
SELECT
    loading.export,
    loading.course,
    day,
    (day - DATE '0001-01-01') // 7 AS week_number,
    phase,
    status,
    counted(expected) AS expected,
    counted(due) AS due,
    counted(done) AS done,
    flag(day_over) AS day_over,
    flag(logged) AS logged,
    counted(exercises_due) AS exercises_due,
    counted(exercises_completed) AS exercises_completed,
    timed(seconds_due) AS seconds_due,
    timed(seconds_held) AS seconds_held
FROM read_csv($file, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"',
    new_line = '\r\n', columns = {
        'patient': 'VARCHAR',
        'routine': 'VARCHAR',
        'day': 'DATE',
        'week': 'DATE',
        'phase': 'VARCHAR',
        'status': 'VARCHAR',
        'expected': 'USMALLINT',
        'due': 'USMALLINT',
        'done': 'USMALLINT',
        'day_over': 'USMALLINT',
        'logged': 'USMALLINT',
        'exercises_due': 'USMALLINT',
        'exercises_completed': 'USMALLINT',
        'seconds_due': 'DOUBLE',
        'seconds_held': 'DOUBLE'
    }) AS written
JOIN loading ON loading.code = written.patient AND loading.reviewed = written.routine
WHERE NOT told_later(written.patient, written.routine, written.day)
