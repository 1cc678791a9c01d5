SELECT /* pgwright:snapshot.locked_relations */ DISTINCT
       l.relation::bigint AS oid,
       n.nspname::text AS schema,
       r.relname::text AS name,
       r.relkind IN ('r', 'p', 'm', 'f', 'v') AND n.nspname !~ '^pg_' AS is_table
  FROM pg_locks l
  JOIN pg_class r ON r.oid = l.relation
  JOIN pg_namespace n ON n.oid = r.relnamespace
 WHERE l.locktype = 'relation'
   AND l.mode = 'AccessExclusiveLock'
   AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
   AND l.pid <> pg_backend_pid()
 ORDER BY 1
