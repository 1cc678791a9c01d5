SELECT /* pgwright:hypopg.relation */
       namespace.nspname AS schema_name
  FROM pg_class class
  JOIN pg_namespace namespace ON namespace.oid = class.relnamespace
 WHERE class.relname = ?
   AND class.relkind IN ('r', 'p', 'm', 'f')
 ORDER BY pg_table_is_visible(class.oid) DESC, namespace.nspname
