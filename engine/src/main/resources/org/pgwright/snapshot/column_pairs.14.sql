WITH /* pgwright:snapshot.column_pairs */
     sample AS MATERIALIZED (
       SELECT t.{first} AS one,
              t.{second} AS other
         FROM ONLY {schema}.{table} AS t TABLESAMPLE SYSTEM (?::real) REPEATABLE (0)
        WHERE (hashtid(t.ctid) & 65535) < ?::integer),
     counted AS MATERIALIZED (
       SELECT s.one,
              s.other,
              count(*) AS times
         FROM sample s
        GROUP BY s.one, s.other),
     of_one AS (
       SELECT sum(c.times) AS times
         FROM counted c
        GROUP BY c.one
       HAVING count(*) = 1),
     of_other AS (
       SELECT sum(c.times) AS times
         FROM counted c
        GROUP BY c.other
       HAVING count(*) = 1)
SELECT (SELECT count(*) FROM sample) AS sampled,
       (SELECT count(*) FROM counted) AS distinct_pairs,
       (SELECT count(*) FROM counted c WHERE c.times > 1) AS repeated_pairs,
       (SELECT coalesce(sum(d.times), 0) FROM of_one d) AS decided_by_one,
       (SELECT coalesce(sum(d.times), 0) FROM of_other d) AS decided_by_other
