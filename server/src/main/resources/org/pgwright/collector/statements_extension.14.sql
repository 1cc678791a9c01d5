SELECT /* pgwright:collector.statements_extension */
       n.nspname::text AS schema,
       CASE WHEN e.extversion LIKE '1.%' THEN split_part(e.extversion, '.', 2)::integer
            ELSE 1000
       END AS minor
  FROM pg_extension e
  JOIN pg_namespace n ON n.oid = e.extnamespace
 WHERE e.extname = 'pg_stat_statements'
