-- The rows of sessions.csv that count, for DuckDB; see parts.py.
SELECT
    loading.export,
    loading.course,
    within(day, loading.first_day, loading.last_day) AS day,
    session,
    "end" AS ended,
    counted(planned) AS planned,
    counted(completed) AS completed,
    counted(partly_done) AS partly_done,
    counted(skipped) AS skipped,
    counted(stopped_for_pain) AS stopped_for_pain,
    CASE WHEN seconds_held IS NOT NULL THEN timed(seconds_held) END AS seconds_held,
    score(pain_before) AS pain_before,
    pain_before_said,
    score(pain_after) AS pain_after,
    pain_after_said,
    score(pain_at_stop) AS pain_at_stop,
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
        'planned': 'USMALLINT',
        'completed': 'USMALLINT',
        'partly_done': 'USMALLINT',
        'skipped': 'USMALLINT',
        'stopped_for_pain': 'USMALLINT',
        'seconds_held': 'DOUBLE',
        'pain_before': 'UTINYINT',
        'pain_before_said': 'VARCHAR',
        'pain_after': 'UTINYINT',
        'pain_after_said': 'VARCHAR',
        'pain_at_stop': 'UTINYINT',
        'recorded': 'VARCHAR',
        'note': 'VARCHAR'
    }) AS written
JOIN loading ON loading.code = written.patient AND loading.reviewed = written.routine
WHERE NOT told_later(written.patient, written.routine, written.day)
