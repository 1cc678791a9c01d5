SELECT /* pgwright:doctor.facts */
       current_setting('server_version') AS version,
       current_user::text AS role,
       current_database()::text AS database,
       current_setting('is_superuser') = 'on' AS superuser,
       pg_is_in_recovery() AS in_recovery,
       current_setting('block_size')::integer AS block_size,
       EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_superuser') AS on_rds,
       EXISTS (SELECT FROM pg_roles WHERE rolname = 'cloudsqlsuperuser') AS on_cloud_sql,
       EXISTS (SELECT FROM pg_roles WHERE rolname IN ('azure_pg_admin', 'azuresu')) AS on_azure,
       pg_has_role('pg_monitor', 'USAGE') AS may_monitor,
       pg_has_role('pg_read_all_data', 'USAGE') AS may_read_all_data,
       has_function_privilege('pg_control_system()', 'EXECUTE') AS may_read_identifier,
       (SELECT setting FROM pg_settings WHERE name = 'shared_preload_libraries') AS preloaded,
       EXISTS (SELECT FROM pg_settings WHERE name = 'pg_stat_statements.max') AS statements_loaded,
       EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_stat_statements')
         AS statements_available,
       EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements')
         AS statements_installed,
       EXISTS (SELECT FROM pg_settings WHERE name = 'auto_explain.log_min_duration')
         AS auto_explain_loaded,
       current_setting('track_io_timing') = 'on' AS tracks_io,
       current_setting('autovacuum') = 'on' AND current_setting('track_counts') = 'on'
         AS autovacuum,
       (SELECT setting::bigint FROM pg_settings WHERE name = 'log_min_duration_statement')
         AS slow_query_millis,
       t.hidden,
       t.behind_row_security,
       t.never_analyzed
  FROM (SELECT count(*) FILTER (WHERE NOT c.readable) AS hidden,
               count(*) FILTER (WHERE c.readable AND row_security_active(c.oid))
                 AS behind_row_security,
               count(*) FILTER (WHERE c.relkind = 'r' AND c.reltuples < 0 AND c.relpages > 0)
                 AS never_analyzed
          FROM (SELECT r.oid, r.relkind, r.reltuples, r.relpages,
                       has_table_privilege(r.oid, 'SELECT') AS readable
                  FROM pg_class r
                  JOIN pg_namespace n ON n.oid = r.relnamespace
                 WHERE r.relkind IN ('r', 'p', 'm')
                   AND n.nspname <> 'information_schema'
                   AND n.nspname !~ '^pg_') c) t
