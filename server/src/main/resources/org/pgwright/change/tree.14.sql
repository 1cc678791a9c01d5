WITH /* pgwright:change.tree */ root AS (
    SELECT c.oid
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p', 'm')
),
member AS (
    SELECT r.oid, NULL::oid AS parent, 0 AS level FROM root r
     UNION
    SELECT t.relid::oid, t.parentrelid::oid, t.level
      FROM root r, pg_partition_tree(r.oid) t
     WHERE t.level > 0
)
SELECT m.oid AS table_oid, n.nspname AS schema, c.relname AS name, c.relkind::text AS kind,
       coalesce(m.parent, 0::oid) AS parent, m.level,
       x.indexrelid AS index_oid, i.relname AS index_name,
       coalesce(x.indisvalid AND x.indisready AND x.indislive, false) AS valid,
       coalesce(h.inhparent, 0::oid) AS attached_to,
       coalesce((SELECT p.pid FROM pg_stat_progress_create_index p
                  WHERE p.index_relid = x.indexrelid LIMIT 1), 0) AS built_by,
       CASE WHEN i.relkind = 'i' THEN coalesce(pg_relation_size(i.oid), 0) ELSE 0 END AS bytes
  FROM member m
  JOIN pg_class c ON c.oid = m.oid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_index x ON x.indrelid = m.oid
  LEFT JOIN pg_class i ON i.oid = x.indexrelid
  LEFT JOIN pg_inherits h ON h.inhrelid = x.indexrelid
 ORDER BY m.level, n.nspname, c.relname, i.relname
