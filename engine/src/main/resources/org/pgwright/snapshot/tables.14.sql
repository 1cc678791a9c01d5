SELECT /* pgwright:snapshot.tables */
       r.oid::bigint AS oid,
       n.nspname::text AS schema,
       r.relname::text AS name,
       r.relkind::text AS kind,
       r.relpersistence::text AS persistence,
       pg_get_userbyid(r.relowner)::text AS owner,
       pg_get_partkeydef(r.oid) AS partition_key,
       r.reloptions AS options,
       r.relrowsecurity AS row_security,
       r.relforcerowsecurity AS forces_row_security,
       e.extname::text AS extension,
       r.relpages::bigint AS recorded_pages,
       r.reltuples AS recorded_rows,
       r.relallvisible::bigint AS all_visible_pages,
       pg_stat_get_numscans(r.oid) AS sequential_scans,
       pg_stat_get_tuples_inserted(r.oid) AS inserted,
       pg_stat_get_tuples_updated(r.oid) AS updated,
       pg_stat_get_tuples_hot_updated(r.oid) AS hot_updated,
       pg_stat_get_tuples_deleted(r.oid) AS deleted,
       pg_stat_get_live_tuples(r.oid) AS live_rows,
       pg_stat_get_dead_tuples(r.oid) AS dead_rows,
       has_table_privilege(r.oid, 'SELECT') OR has_any_column_privilege(r.oid, 'SELECT')
         AS readable,
       r.relrowsecurity AND row_security_active(r.oid) AS hidden_by_row_security
  FROM pg_class r
  JOIN pg_namespace n ON n.oid = r.relnamespace
  LEFT JOIN pg_depend d
         ON d.classid = 'pg_class'::regclass
        AND d.objid = r.oid
        AND d.objsubid = 0
        AND d.refclassid = 'pg_extension'::regclass
        AND d.deptype = 'e'
  LEFT JOIN pg_extension e ON e.oid = d.refobjid
 WHERE r.relkind IN ('r', 'p', 'm', 'f')
   AND r.relpersistence <> 't'
   AND NOT r.oid = ANY (?::bigint[])
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
 ORDER BY n.nspname COLLATE "C", r.relname COLLATE "C"
