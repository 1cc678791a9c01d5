WITH RECURSIVE /* pgwright:change.tree */ root AS (
    SELECT c.oid
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p', 'm')
),
-- pg_partition_tree would wait for who holds an exclusive lock of a partition.
member AS (
    SELECT r.oid, NULL::oid AS parent, 0 AS level FROM root r
     UNION
    SELECT i.inhrelid, i.inhparent, m.level + 1
      FROM member m
      JOIN pg_class p ON p.oid = m.oid AND p.relkind = 'p'
      JOIN pg_inherits i ON i.inhparent = m.oid AND NOT i.inhdetachpending
)
SELECT m.oid AS table_oid, n.nspname AS schema, c.relname AS name, c.relkind::text AS kind,
       coalesce(m.parent, 0::oid) AS parent, m.level,
       x.indexrelid AS index_oid, i.relname AS index_name,
       coalesce(x.indisvalid AND x.indisready AND x.indislive, false) AS valid,
       coalesce(h.inhparent, 0::oid) AS attached_to,
       CASE WHEN i.relkind IS DISTINCT FROM 'i' THEN 0
            -- And so would pg_relation_size.
            WHEN i.oid IN (SELECT l.relation FROM pg_locks l 
                            WHERE l.mode = 'AccessExclusiveLock' AND l.database =
                                  (SELECT d.oid FROM pg_database d
                                    WHERE d.datname = current_database()))
            THEN i.relpages * current_setting('block_size')::bigint
            ELSE coalesce(pg_relation_size(i.oid), 0) END AS bytes
  FROM member m
  JOIN pg_class c ON c.oid = m.oid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_index x ON x.indrelid = m.oid
  LEFT JOIN pg_class i ON i.oid = x.indexrelid
  LEFT JOIN pg_inherits h ON h.inhrelid = x.indexrelid
 ORDER BY m.level, n.nspname, c.relname, i.relname
