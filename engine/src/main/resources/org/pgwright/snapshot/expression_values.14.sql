WITH /* pgwright:snapshot.expression_values */
     sample AS MATERIALIZED (
       SELECT ({expression}) AS value
         FROM ONLY {schema}.{table} AS t TABLESAMPLE SYSTEM (?::real) REPEATABLE (0)
        WHERE (hashtid(t.ctid) & 65535) < ?::integer),
     usable AS MATERIALIZED (
       SELECT s.value
         FROM sample s
        WHERE s.value IS NOT NULL
          AND pg_column_size(s.value) <= 1024),
     common AS MATERIALIZED (
       SELECT u.value,
              count(*) AS times
         FROM usable u
        GROUP BY u.value
        ORDER BY count(*) DESC, u.value
        LIMIT ?::integer),
     rest AS MATERIALIZED (
       SELECT u.value,
              row_number() OVER (ORDER BY u.value) - 1 AS place
         FROM usable u
        WHERE NOT EXISTS (SELECT FROM common c WHERE c.value = u.value)),
     steps AS (
       SELECT ?::bigint - 1 AS last),
     bounds AS (
       SELECT r.value,
              r.place
         FROM steps
        CROSS JOIN generate_series(0, steps.last) AS step
         JOIN rest r ON r.place = step * ((SELECT count(*) FROM rest) - 1) / steps.last)
SELECT (SELECT array_agg(c.value ORDER BY c.times DESC, c.value) FROM common c)::text
         AS most_common_values,
       (SELECT array_agg(b.value ORDER BY b.place) FROM bounds b)::text AS histogram_bounds
