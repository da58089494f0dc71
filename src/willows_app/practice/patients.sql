-- One row for each patient and routine, from the tables days and sessions.
--
-- Standard SQL: any engine runs it as it is. Of each day the latest export counts that covers
-- it, so that nothing counts twice; what a later export took back is not there.
WITH latest AS (
    SELECT patient, routine, day, MAX(export) AS export
    FROM days
    GROUP BY patient, routine, day
),
counted AS (
    SELECT
        days.patient, days.routine, days.day, days.week_number, days.export,
        days.expected, days.due, days.done, days.day_over, days.logged,
        days.exercises_due, days.exercises_completed, days.seconds_due, days.seconds_held,
        -- A day that is not over counts once it is met.
        CASE WHEN days.day_over = 1 OR days.done >= days.due THEN 1 ELSE 0 END AS counts
    FROM days
    JOIN latest ON latest.patient = days.patient AND latest.routine = days.routine
        AND latest.day = days.day AND latest.export = days.export
),
by_day AS (
    SELECT
        patient, routine,
        MIN(day) AS first_day,
        MAX(day) AS last_day,
        COUNT(DISTINCT export) AS exports,
        SUM(CASE WHEN counts = 1 AND due > 0 THEN 1 ELSE 0 END) AS days_due,
        SUM(CASE WHEN counts = 1 AND due > 0 AND done >= due THEN 1 ELSE 0 END) AS days_done,
        SUM(CASE WHEN counts = 1 AND due > 0 THEN logged ELSE 0 END) AS days_logged,
        SUM(CASE WHEN counts = 1 THEN done ELSE 0 END) AS sessions_in_all,
        SUM(CASE WHEN day_over = 1 AND due > 0 THEN exercises_due ELSE 0 END) AS exercises_due,
        SUM(CASE WHEN day_over = 1 AND due > 0 THEN exercises_completed ELSE 0 END)
            AS exercises_completed,
        SUM(CASE WHEN day_over = 1 AND due > 0 THEN seconds_due ELSE 0 END) AS seconds_due,
        SUM(CASE WHEN day_over = 1 AND due > 0 THEN seconds_held ELSE 0 END) AS seconds_held
    FROM counted
    GROUP BY patient, routine
),
-- Sessions done of those due: in each week no more than were due.
by_week AS (
    SELECT
        patient, routine, week_number,
        SUM(due) AS due,
        SUM(done) AS done,
        SUM(CASE WHEN logged = 1 THEN due ELSE 0 END) AS logged_due,
        SUM(CASE WHEN logged = 1 THEN done ELSE 0 END) AS logged_done
    FROM counted
    WHERE counts = 1 AND due > 0
    GROUP BY patient, routine, week_number
),
shares AS (
    SELECT
        patient, routine,
        SUM(due) AS sessions_due,
        SUM(CASE WHEN done < due THEN done ELSE due END) AS sessions_done,
        SUM(logged_due) AS logged_sessions_due,
        SUM(CASE WHEN logged_done < logged_due THEN logged_done ELSE logged_due END)
            AS logged_sessions_done
    FROM by_week
    GROUP BY patient, routine
),
-- Streaks: each missed day begins a new run of days that met what was expected.
runs AS (
    SELECT
        patient, routine,
        SUM(CASE WHEN due > 0 AND day_over = 1 AND done < expected THEN 1 ELSE 0 END)
            OVER (PARTITION BY patient, routine ORDER BY day ROWS UNBOUNDED PRECEDING) AS run,
        CASE WHEN expected > 0 AND done >= expected THEN 1 ELSE 0 END AS met
    FROM counted
),
lengths AS (
    SELECT
        patient, routine, SUM(met) AS days_met,
        ROW_NUMBER() OVER (PARTITION BY patient, routine ORDER BY run DESC) AS from_the_last
    FROM runs
    GROUP BY patient, routine, run
),
streaks AS (
    SELECT
        patient, routine,
        MAX(days_met) AS best_streak,
        MAX(CASE WHEN from_the_last = 1 THEN days_met END) AS streak
    FROM lengths
    GROUP BY patient, routine
),
recorded AS (
    SELECT
        sessions.patient, sessions.routine, counted.week_number,
        sessions.pain_before, sessions.pain_after,
        sessions.completed + sessions.partly_done + sessions.stopped_for_pain AS attempts,
        sessions.stopped_for_pain,
        CASE WHEN sessions.ended IS NULL THEN 1 ELSE 0 END AS cut_off
    FROM sessions
    JOIN counted ON counted.patient = sessions.patient AND counted.routine = sessions.routine
        AND counted.day = sessions.day AND counted.export = sessions.export
),
by_session AS (
    SELECT
        patient, routine,
        COUNT(*) AS sessions_recorded,
        SUM(cut_off) AS sessions_cut_off,
        SUM(attempts) AS attempts,
        SUM(stopped_for_pain) AS stopped_for_pain,
        SUM(CASE WHEN pain_after - pain_before >= 2 THEN 1 ELSE 0 END) AS pain_rises,
        COUNT(pain_after - pain_before) AS pain_responses
    FROM recorded
    GROUP BY patient, routine
),
-- Medians: the middle one by its place, or the mean of the two in the middle.
changes AS (
    SELECT
        patient, routine, pain_after - pain_before AS change,
        ROW_NUMBER() OVER (PARTITION BY patient, routine ORDER BY pain_after - pain_before)
            AS place,
        COUNT(*) OVER (PARTITION BY patient, routine) AS answers
    FROM recorded
    WHERE pain_after - pain_before IS NOT NULL
),
responses AS (
    SELECT patient, routine, AVG(1.0 * change) AS pain_change
    FROM changes
    WHERE 2 * place BETWEEN answers AND answers + 2
    GROUP BY patient, routine
),
befores AS (
    SELECT
        patient, routine, week_number, pain_before,
        ROW_NUMBER() OVER (PARTITION BY patient, routine, week_number ORDER BY pain_before)
            AS place,
        COUNT(*) OVER (PARTITION BY patient, routine, week_number) AS answers
    FROM recorded
    WHERE pain_before IS NOT NULL
),
weeks_of_pain AS (
    SELECT
        patient, routine, week_number,
        AVG(1.0 * pain_before) AS pain_before, MAX(answers) AS answers
    FROM befores
    WHERE 2 * place BETWEEN answers AND answers + 2
    GROUP BY patient, routine, week_number
),
answered AS (
    SELECT
        patient, routine, SUM(answers) AS pain_answers, COUNT(*) AS pain_weeks
    FROM weeks_of_pain
    GROUP BY patient, routine
),
-- Theil-Sen: the median of the slopes between any two weeks, from three weeks on.
slopes AS (
    SELECT
        earlier.patient, earlier.routine,
        (later.pain_before - earlier.pain_before)
            / (later.week_number - earlier.week_number) AS slope
    FROM weeks_of_pain AS earlier
    JOIN weeks_of_pain AS later ON later.patient = earlier.patient
        AND later.routine = earlier.routine AND later.week_number > earlier.week_number
),
slopes_in_order AS (
    SELECT
        patient, routine, slope,
        ROW_NUMBER() OVER (PARTITION BY patient, routine ORDER BY slope) AS place,
        COUNT(*) OVER (PARTITION BY patient, routine) AS pairs
    FROM slopes
),
trends AS (
    SELECT patient, routine, AVG(slope) AS pain_trend
    FROM slopes_in_order
    WHERE pairs >= 3 AND 2 * place BETWEEN pairs AND pairs + 2
    GROUP BY patient, routine
)
SELECT
    by_day.patient,
    by_day.routine,
    by_day.exports,
    by_day.first_day,
    by_day.last_day,
    by_day.days_due,
    by_day.days_done,
    COALESCE(shares.sessions_due, 0) AS sessions_due,
    COALESCE(shares.sessions_done, 0) AS sessions_done,
    100.0 * shares.sessions_done / shares.sessions_due AS sessions_percent,
    by_day.sessions_in_all - COALESCE(shares.sessions_done, 0) AS sessions_more,
    by_day.days_logged,
    COALESCE(shares.logged_sessions_due, 0) AS logged_sessions_due,
    COALESCE(shares.logged_sessions_done, 0) AS logged_sessions_done,
    by_day.exercises_due,
    by_day.exercises_completed,
    by_day.seconds_due,
    by_day.seconds_held,
    streaks.streak,
    streaks.best_streak,
    COALESCE(by_session.sessions_recorded, 0) AS sessions_recorded,
    COALESCE(by_session.sessions_cut_off, 0) AS sessions_cut_off,
    COALESCE(by_session.attempts, 0) AS attempts,
    COALESCE(by_session.stopped_for_pain, 0) AS stopped_for_pain,
    responses.pain_change,
    COALESCE(by_session.pain_responses, 0) AS pain_responses,
    COALESCE(by_session.pain_rises, 0) AS pain_rises,
    trends.pain_trend,
    COALESCE(answered.pain_weeks, 0) AS pain_weeks,
    COALESCE(answered.pain_answers, 0) AS pain_answers
FROM by_day
LEFT JOIN shares ON shares.patient = by_day.patient AND shares.routine = by_day.routine
LEFT JOIN streaks ON streaks.patient = by_day.patient AND streaks.routine = by_day.routine
LEFT JOIN by_session ON by_session.patient = by_day.patient
    AND by_session.routine = by_day.routine
LEFT JOIN responses ON responses.patient = by_day.patient
    AND responses.routine = by_day.routine
LEFT JOIN answered ON answered.patient = by_day.patient AND answered.routine = by_day.routine
LEFT JOIN trends ON trends.patient = by_day.patient AND trends.routine = by_day.routine
ORDER BY by_day.patient, by_day.routine
