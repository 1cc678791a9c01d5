WITH /* pgwright:snapshot.jsonb_keys */ RECURSIVE
     sample AS MATERIALIZED (
       SELECT to_jsonb(({expression})) AS value,
              row_number() OVER () AS line
         FROM ONLY {schema}.{table} AS t TABLESAMPLE SYSTEM (?::real) REPEATABLE (0)
        WHERE (hashtid(t.ctid) & 65535) < ?::integer),
     nodes AS (
       SELECT s.line,
              s.value,
              true AS element,
              NULL::text AS name
         FROM sample s
        WHERE s.value IS NOT NULL
       UNION ALL
       SELECT n.line,
              inner_node.value,
              inner_node.element,
              inner_node.name
         FROM nodes n
        CROSS JOIN LATERAL (
                SELECT m.value,
                       false,
                       m.key
                  FROM jsonb_each(
                         CASE jsonb_typeof(n.value) WHEN 'object' THEN n.value ELSE '{}' END) m
                UNION ALL
                SELECT a.value,
                       true,
                       NULL
                  FROM jsonb_array_elements(
                         CASE jsonb_typeof(n.value) WHEN 'array' THEN n.value ELSE '[]' END) a)
                AS inner_node (value, element, name)),
     scalars AS (
       SELECT n.line,
              -- a string in an array is entered as a name is
              CASE jsonb_typeof(n.value)
                WHEN 'string' THEN CASE WHEN n.element THEN 1 ELSE 2 END
                WHEN 'number' THEN 3
                WHEN 'boolean' THEN 4
                ELSE 5
              END AS kind,
              CASE jsonb_typeof(n.value)
                WHEN 'number' THEN trim_scale(n.value::numeric)::text
                WHEN 'boolean' THEN left(n.value::text, 1)
                WHEN 'null' THEN ''
                ELSE n.value #>> '{}'
              END AS content
         FROM nodes n
        WHERE jsonb_typeof(n.value) NOT IN ('object', 'array')),
     -- contents longer than 125 bytes are entered as eight hexadecimal digits
     entries AS MATERIALIZED (
       SELECT n.line,
              hashtextextended(n.name, 1) AS key,
              2 + CASE WHEN octet_length(n.name) > 125 THEN 8 ELSE octet_length(n.name) END
                AS width
         FROM nodes n
        WHERE n.name IS NOT NULL
       UNION
       SELECT s.line,
              hashtextextended(s.content, s.kind),
              2 + CASE WHEN octet_length(s.content) > 125 THEN 8 ELSE octet_length(s.content) END
         FROM scalars s),
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
