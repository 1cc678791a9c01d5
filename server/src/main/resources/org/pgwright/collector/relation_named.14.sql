SELECT /* pgwright:collector.relation_named */
       n.nspname AS schema, c.relname AS name, c.relkind IN ('i', 'I') AS is_index,
       tn.nspname AS table_schema, t.relname AS table_name,
       CASE WHEN c.relkind IN ('i', 'I') THEN pg_get_indexdef(c.oid) END AS definition
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_index x ON x.indexrelid = c.oid
  LEFT JOIN pg_class t ON t.oid = x.indrelid
  LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
 WHERE c.relname = ?
   AND (n.nspname = ? OR (? = '' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'))
   AND c.relkind IN ('r', 'p', 'm', 'i', 'I')
 ORDER BY n.nspname
 LIMIT 2
