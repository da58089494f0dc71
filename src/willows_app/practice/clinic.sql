-- One row over all patients, from the table patients that patients.sql makes. Standard SQL.
WITH places AS (
    SELECT
        sessions_percent,
        ROW_NUMBER() OVER (ORDER BY sessions_percent) AS place,
        COUNT(*) OVER () AS shares
    FROM patients
    WHERE sessions_percent IS NOT NULL
),
-- What at least a quarter, a half, three quarters of the patients do not exceed.
quarters AS (
    SELECT
        MIN(CASE WHEN 4 * place >= shares THEN sessions_percent END) AS lower_quartile,
        MIN(CASE WHEN 2 * place >= shares THEN sessions_percent END) AS middle,
        MIN(CASE WHEN 4 * place >= 3 * shares THEN sessions_percent END) AS upper_quartile
    FROM places
),
together AS (
    SELECT
        COUNT(DISTINCT patient) AS patients,
        CAST(SUM(exports) AS BIGINT) AS exports,
        MIN(first_day) AS first_day,
        MAX(last_day) AS last_day,
        CAST(SUM(days_due) AS BIGINT) AS days_due,
        CAST(SUM(days_done) AS BIGINT) AS days_done,
        CAST(SUM(days_logged) AS BIGINT) AS days_logged,
        CAST(SUM(sessions_due) AS BIGINT) AS sessions_due,
        CAST(SUM(sessions_done) AS BIGINT) AS sessions_done,
        CAST(SUM(sessions_more) AS BIGINT) AS sessions_more,
        CAST(SUM(attempts) AS BIGINT) AS attempts,
        CAST(SUM(stopped_for_pain) AS BIGINT) AS stopped_for_pain,
        CAST(SUM(pain_responses) AS BIGINT) AS pain_responses,
        CAST(SUM(pain_rises) AS BIGINT) AS pain_rises,
        CAST(SUM(CASE WHEN pain_trend < 0 THEN 1 ELSE 0 END) AS BIGINT) AS pain_less,
        CAST(SUM(CASE WHEN pain_trend = 0 THEN 1 ELSE 0 END) AS BIGINT) AS pain_same,
        CAST(SUM(CASE WHEN pain_trend > 0 THEN 1 ELSE 0 END) AS BIGINT) AS pain_more
    FROM patients
)
SELECT
    together.*,
    quarters.lower_quartile,
    quarters.middle,
    quarters.upper_quartile
FROM together CROSS JOIN quarters
