SELECT /* pgwright:change.has_expressions */ x.indexprs IS NOT NULL AS expressions
  FROM pg_index x
  JOIN pg_class c ON c.oid = x.indexrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = ? AND c.relname = ?
