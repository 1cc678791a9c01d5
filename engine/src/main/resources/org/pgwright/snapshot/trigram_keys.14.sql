WITH /* pgwright:snapshot.trigram_keys */
     sample AS MATERIALIZED (
       SELECT ({expression})::text COLLATE "default" AS value,
              row_number() OVER () AS line
         FROM ONLY {schema}.{table} AS t TABLESAMPLE SYSTEM (?::real) REPEATABLE (0)
        WHERE (hashtid(t.ctid) & 65535) < ?::integer),
     entries AS MATERIALIZED (
       SELECT DISTINCT s.line,
              substr('  ' || w.word[1] || ' ', start, 3) AS key,
              4 AS width
         FROM sample s
        CROSS JOIN LATERAL regexp_matches(lower(s.value), '[[:alnum:]]+', 'g') AS w (word)
        CROSS JOIN LATERAL generate_series(1, char_length(w.word[1]) + 1) AS start),
     counted AS MATERIALIZED (
       SELECT count(*) AS times,
              min(8 * ((e.width + 7) / 8)) AS width
         FROM entries e
        GROUP BY e.key),
     banded AS (
       SELECT floor(4 * ln(c.times) / ln(2)) AS band,
              count(*)::real AS keys,
              sum(c.times)::real AS entries,
              avg(c.width)::real AS width
         FROM counted c
        GROUP BY 1)
SELECT (SELECT count(*) FROM sample) AS sampled,
       (SELECT count(s.value) FROM sample s) AS present,
       (SELECT count(DISTINCT e.line) FROM entries e) AS filled,
       array_agg(b.keys ORDER BY b.band) AS keys,
       array_agg(b.entries ORDER BY b.band) AS entries,
       array_agg(b.width ORDER BY b.band) AS widths
  FROM banded b
