-- One row for each exercise of a routine, over all patients, from the tables days and entries.
-- Standard SQL; of each day the latest export counts that covers it, as in patients.sql.
WITH latest AS (
    SELECT patient, routine, day, MAX(export) AS export
    FROM days
    GROUP BY patient, routine, day
)
SELECT
    entries.routine,
    entries.exercise,
    MAX(entries.title) AS title,
    COUNT(DISTINCT entries.patient) AS patients,
    SUM(CASE WHEN entries.outcome = 'completed' THEN 1 ELSE 0 END) AS completed,
    SUM(CASE WHEN entries.outcome = 'partly done' THEN 1 ELSE 0 END) AS partly_done,
    SUM(CASE WHEN entries.outcome = 'skipped' THEN 1 ELSE 0 END) AS skipped,
    SUM(CASE WHEN entries.outcome = 'stopped for pain' THEN 1 ELSE 0 END) AS stopped_for_pain,
    SUM(CASE WHEN entries.outcome = 'skipped' THEN 0 ELSE 1 END) AS attempts,
    SUM(CASE WHEN entries.source = 'timed' THEN 1 ELSE 0 END) AS timed
FROM entries
JOIN latest ON latest.patient = entries.patient AND latest.routine = entries.routine
    AND latest.day = entries.day AND latest.export = entries.export
GROUP BY entries.routine, entries.exercise
ORDER BY entries.routine, entries.exercise
