SELECT /* pgwright:collector.bloat_relations */
       r.oid::bigint AS oid,
       n.nspname::text AS schema_name,
       t.relname::text AS table_name,
       CASE WHEN r.relkind = 'i' THEN r.relname::text END AS index_name
  FROM pg_class r
  JOIN pg_namespace n ON n.oid = r.relnamespace
  JOIN pg_am a ON a.oid = r.relam AND a.amname IN ('heap', 'btree')
  LEFT JOIN pg_index i ON i.indexrelid = r.oid
  JOIN pg_class t ON t.oid = coalesce(i.indrelid, r.oid)
 WHERE r.relkind IN ('r', 'm', 'i')
   AND r.relpersistence <> 't'
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
 ORDER BY n.nspname COLLATE "C", t.relname COLLATE "C", i.indexrelid IS NOT NULL,
       r.relname COLLATE "C"
