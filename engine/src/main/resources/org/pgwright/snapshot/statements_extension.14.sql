SELECT /* pgwright:snapshot.statements_extension */
       n.nspname::text AS schema,
       e.extversion AS version
  FROM pg_extension e
  JOIN pg_namespace n ON n.oid = e.extnamespace
 WHERE e.extname = 'pg_stat_statements'
