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
        SUM(exports) AS exports,
        MIN(first_day) AS first_day,
        MAX(last_day) AS last_day,
        SUM(days_due) AS days_due,
        SUM(days_done) AS days_done,
        SUM(days_logged) AS days_logged,
        SUM(sessions_due) AS sessions_due,
        SUM(sessions_done) AS sessions_done,
        SUM(sessions_more) AS sessions_more,
        SUM(attempts) AS attempts,
        SUM(stopped_for_pain) AS stopped_for_pain,
        SUM(pain_responses) AS pain_responses,
        SUM(pain_rises) AS pain_rises,
        SUM(CASE WHEN pain_trend < 0 THEN 1 ELSE 0 END) AS pain_less,
        SUM(CASE WHEN pain_trend = 0 THEN 1 ELSE 0 END) AS pain_same,
        SUM(CASE WHEN pain_trend > 0 THEN 1 ELSE 0 END) AS pain_more
    FROM patients
)
SELECT
    together.*,
    quarters.lower_quartile,
    quarters.middle,
    quarters.upper_quartile
FROM together CROSS JOIN quarters
