-- One row for each exercise of a routine, over all patients, from the tables exports and entries.
-- Standard SQL.
SELECT
    exports.routine,
    entries.exercise,
    MAX(entries.title) AS title,
    COUNT(DISTINCT entries.course) AS patients,
    CAST(SUM(CASE WHEN outcome = 'completed' THEN times ELSE 0 END) AS BIGINT) AS completed,
    CAST(SUM(CASE WHEN outcome = 'partly done' THEN times ELSE 0 END) AS BIGINT) AS partly_done,
    CAST(SUM(CASE WHEN outcome = 'skipped' THEN times ELSE 0 END) AS BIGINT) AS skipped,
    CAST(SUM(CASE WHEN outcome = 'stopped for pain' THEN times ELSE 0 END) AS BIGINT)
        AS stopped_for_pain,
    CAST(SUM(CASE WHEN outcome = 'skipped' THEN 0 ELSE times END) AS BIGINT) AS attempts,
    CAST(SUM(CASE WHEN source = 'timed' THEN times ELSE 0 END) AS BIGINT) AS timed
FROM entries
JOIN exports ON exports.export = entries.export
GROUP BY exports.routine, entries.exercise
ORDER BY exports.routine, entries.exercise
