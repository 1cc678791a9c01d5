WITH /* pgwright:snapshot.expression_counts */
     sample AS MATERIALIZED (
       SELECT ({expression}) AS value,
              t.ctid AS place
         FROM ONLY {schema}.{table} AS t TABLESAMPLE SYSTEM (?::real) REPEATABLE (0)
        WHERE (hashtid(t.ctid) & 65535) < ?::integer),
     usable AS MATERIALIZED (
       SELECT s.value,
              row_number() OVER (ORDER BY s.place) AS place
         FROM sample s
        WHERE s.value IS NOT NULL
          AND pg_column_size(s.value) <= 1024),
     counted AS MATERIALIZED (
       SELECT count(*) AS times
         FROM usable u
        GROUP BY u.value),
     ranked AS (
       SELECT u.place,
              row_number() OVER (ORDER BY u.value, u.place) AS rank
         FROM usable u)
SELECT (SELECT count(*) FROM sample) AS sampled,
       (SELECT count(s.value) FROM sample s) AS present,
       (SELECT count(*) FROM usable) AS usable,
       (SELECT avg(pg_column_size(s.value))::float8 FROM sample s) AS average_width,
       (SELECT count(*) FROM counted) AS distinct_values,
       (SELECT count(*) FROM counted c WHERE c.times > 1) AS repeated_values,
       (SELECT array_agg(top.times ORDER BY top.times DESC)
          FROM (SELECT c.times::real
                  FROM counted c
                 WHERE c.times > 1
                 ORDER BY c.times DESC
                 LIMIT ?::integer) AS top (times)) AS most_common_counts,
       (SELECT corr(r.place, r.rank) FROM ranked r) AS correlation
