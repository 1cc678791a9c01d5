WITH /* pgwright:snapshot.jsonb_path_keys */ RECURSIVE
     sample AS MATERIALIZED (
       SELECT to_jsonb(({expression})) AS value,
              row_number() OVER () AS line
         FROM ONLY {schema}.{table} AS t TABLESAMPLE SYSTEM (?::real) REPEATABLE (0)
        WHERE (hashtid(t.ctid) & 65535) < ?::integer),
     nodes AS (
       SELECT s.line,
              s.value,
              0::bigint AS path
         FROM sample s
        WHERE s.value IS NOT NULL
       UNION ALL
       SELECT n.line,
              inner_node.value,
              inner_node.path
         FROM nodes n
        CROSS JOIN LATERAL (
                SELECT m.value,
                       hashtextextended(m.key, n.path)
                  FROM jsonb_each(
                         CASE jsonb_typeof(n.value) WHEN 'object' THEN n.value ELSE '{}' END) m
                UNION ALL
                SELECT a.value,
                       n.path
                  FROM jsonb_array_elements(
                         CASE jsonb_typeof(n.value) WHEN 'array' THEN n.value ELSE '[]' END) a)
                AS inner_node (value, path)),
     entries AS MATERIALIZED (
       SELECT DISTINCT n.line,
              jsonb_hash_extended(n.value, n.path) AS key,
              4 AS width
         FROM nodes n
        WHERE jsonb_typeof(n.value) NOT IN ('object', 'array')),
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
