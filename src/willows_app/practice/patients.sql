-- One row for each patient and routine, from the tables exports, days and sessions.
--
-- Standard SQL: any engine runs it as it is. A course is a patient with a routine, as a number.
-- Each day is there once.
WITH courses AS (
    SELECT DISTINCT course, patient, routine
    FROM exports
),
counted AS (
    SELECT
        days.*,
        -- A day that is not over counts once it is met.
        CASE WHEN day_over = 1 OR done >= due THEN 1 ELSE 0 END AS counts
    FROM days
),
by_day AS (
    SELECT
        course,
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
    GROUP BY course
),
-- Sessions done of those due: in each week no more than were due.
by_week AS (
    SELECT
        course, week_number,
        SUM(due) AS due,
        SUM(done) AS done,
        SUM(CASE WHEN logged = 1 THEN due ELSE 0 END) AS logged_due,
        SUM(CASE WHEN logged = 1 THEN done ELSE 0 END) AS logged_done
    FROM counted
    WHERE counts = 1 AND due > 0
    GROUP BY course, week_number
),
shares AS (
    SELECT
        course,
        SUM(due) AS sessions_due,
        SUM(CASE WHEN done < due THEN done ELSE due END) AS sessions_done,
        SUM(logged_due) AS logged_sessions_due,
        SUM(CASE WHEN logged_done < logged_due THEN logged_done ELSE logged_due END)
            AS logged_sessions_done
    FROM by_week
    GROUP BY course
),
-- Streaks: each missed day begins a new run of days that met what was expected.
runs AS (
    SELECT
        course,
        SUM(CASE WHEN due > 0 AND day_over = 1 AND done < expected THEN 1 ELSE 0 END)
            OVER (PARTITION BY course ORDER BY day ROWS UNBOUNDED PRECEDING) AS run,
        CASE WHEN expected > 0 AND done >= expected THEN 1 ELSE 0 END AS met
    FROM counted
),
lengths AS (
    SELECT
        course, SUM(met) AS days_met,
        ROW_NUMBER() OVER (PARTITION BY course ORDER BY run DESC) AS from_the_last
    FROM runs
    GROUP BY course, run
),
streaks AS (
    SELECT
        course,
        MAX(days_met) AS best_streak,
        MAX(CASE WHEN from_the_last = 1 THEN days_met END) AS streak
    FROM lengths
    GROUP BY course
),
recorded AS (
    SELECT
        sessions.course, days.week_number,
        sessions.pain_before, sessions.pain_after,
        sessions.completed + sessions.partly_done + sessions.stopped_for_pain AS attempts,
        sessions.stopped_for_pain,
        CASE WHEN sessions.ended IS NULL THEN 1 ELSE 0 END AS cut_off
    FROM sessions
    JOIN days ON days.course = sessions.course AND days.day = sessions.day
),
by_session AS (
    SELECT
        course,
        COUNT(*) AS sessions_recorded,
        SUM(cut_off) AS sessions_cut_off,
        SUM(attempts) AS attempts,
        SUM(stopped_for_pain) AS stopped_for_pain,
        SUM(CASE WHEN pain_after - pain_before >= 2 THEN 1 ELSE 0 END) AS pain_rises,
        COUNT(pain_after - pain_before) AS pain_responses
    FROM recorded
    GROUP BY course
),
-- Medians: how often each value was, up to which place it stands, and which stand in the middle.
changes AS (
    SELECT course, pain_after - pain_before AS change, COUNT(*) AS times
    FROM recorded
    WHERE pain_after - pain_before IS NOT NULL
    GROUP BY course, pain_after - pain_before
),
changes_in_order AS (
    SELECT
        course, change, times,
        SUM(times) OVER (PARTITION BY course ORDER BY change) AS place,
        SUM(times) OVER (PARTITION BY course) AS answers
    FROM changes
),
responses AS (
    SELECT course, AVG(1.0 * change) AS pain_change
    FROM changes_in_order
    WHERE 2 * (place - times) <= answers AND 2 * place >= answers
    GROUP BY course
),
befores AS (
    SELECT course, week_number, pain_before, COUNT(*) AS times
    FROM recorded
    WHERE pain_before IS NOT NULL
    GROUP BY course, week_number, pain_before
),
befores_in_order AS (
    SELECT
        course, week_number, pain_before, times,
        SUM(times) OVER (PARTITION BY course, week_number ORDER BY pain_before) AS place,
        SUM(times) OVER (PARTITION BY course, week_number) AS answers
    FROM befores
),
weeks_of_pain AS (
    SELECT
        course, week_number,
        AVG(1.0 * pain_before) AS pain_before, MAX(answers) AS answers
    FROM befores_in_order
    WHERE 2 * (place - times) <= answers AND 2 * place >= answers
    GROUP BY course, week_number
),
answered AS (
    SELECT course, SUM(answers) AS pain_answers, COUNT(*) AS pain_weeks
    FROM weeks_of_pain
    GROUP BY course
),
-- Theil-Sen: the median of the slopes between any two weeks, from three weeks on.
slopes AS (
    SELECT
        earlier.course,
        (later.pain_before - earlier.pain_before)
            / (later.week_number - earlier.week_number) AS slope,
        COUNT(*) AS times
    FROM weeks_of_pain AS earlier
    JOIN weeks_of_pain AS later ON later.course = earlier.course
        AND later.week_number > earlier.week_number
    GROUP BY
        earlier.course,
        (later.pain_before - earlier.pain_before)
            / (later.week_number - earlier.week_number)
),
slopes_in_order AS (
    SELECT
        course, slope, times,
        SUM(times) OVER (PARTITION BY course ORDER BY slope) AS place,
        SUM(times) OVER (PARTITION BY course) AS pairs
    FROM slopes
),
trends AS (
    SELECT course, AVG(slope) AS pain_trend
    FROM slopes_in_order
    WHERE pairs >= 3 AND 2 * (place - times) <= pairs AND 2 * place >= pairs
    GROUP BY course
)
SELECT
    courses.patient,
    courses.routine,
    by_day.exports,
    by_day.first_day,
    by_day.last_day,
    CAST(by_day.days_due AS BIGINT) AS days_due,
    CAST(by_day.days_done AS BIGINT) AS days_done,
    CAST(COALESCE(shares.sessions_due, 0) AS BIGINT) AS sessions_due,
    CAST(COALESCE(shares.sessions_done, 0) AS BIGINT) AS sessions_done,
    100.0 * shares.sessions_done / shares.sessions_due AS sessions_percent,
    CAST(by_day.sessions_in_all - COALESCE(shares.sessions_done, 0) AS BIGINT) AS sessions_more,
    CAST(by_day.days_logged AS BIGINT) AS days_logged,
    CAST(COALESCE(shares.logged_sessions_due, 0) AS BIGINT) AS logged_sessions_due,
    CAST(COALESCE(shares.logged_sessions_done, 0) AS BIGINT) AS logged_sessions_done,
    CAST(by_day.exercises_due AS BIGINT) AS exercises_due,
    CAST(by_day.exercises_completed AS BIGINT) AS exercises_completed,
    by_day.seconds_due,
    by_day.seconds_held,
    CAST(streaks.streak AS BIGINT) AS streak,
    CAST(streaks.best_streak AS BIGINT) AS best_streak,
    CAST(COALESCE(by_session.sessions_recorded, 0) AS BIGINT) AS sessions_recorded,
    CAST(COALESCE(by_session.sessions_cut_off, 0) AS BIGINT) AS sessions_cut_off,
    CAST(COALESCE(by_session.attempts, 0) AS BIGINT) AS attempts,
    CAST(COALESCE(by_session.stopped_for_pain, 0) AS BIGINT) AS stopped_for_pain,
    responses.pain_change,
    CAST(COALESCE(by_session.pain_responses, 0) AS BIGINT) AS pain_responses,
    CAST(COALESCE(by_session.pain_rises, 0) AS BIGINT) AS pain_rises,
    trends.pain_trend,
    CAST(COALESCE(answered.pain_weeks, 0) AS BIGINT) AS pain_weeks,
    CAST(COALESCE(answered.pain_answers, 0) AS BIGINT) AS pain_answers
FROM by_day
JOIN courses ON courses.course = by_day.course
LEFT JOIN shares ON shares.course = by_day.course
LEFT JOIN streaks ON streaks.course = by_day.course
LEFT JOIN by_session ON by_session.course = by_day.course
LEFT JOIN responses ON responses.course = by_day.course
LEFT JOIN answered ON answered.course = by_day.course
LEFT JOIN trends ON trends.course = by_day.course
ORDER BY courses.patient, courses.routine
