SELECT /* pgwright:collector.bloat_extension */
       n.nspname::text AS schema_name,
       count(p.oid) = 2 AS is_complete,
       has_schema_privilege(n.oid, 'USAGE')
         AND coalesce(bool_and(has_function_privilege(p.oid, 'EXECUTE')), true) AS may_run
  FROM pg_extension e
  JOIN pg_namespace n ON n.oid = e.extnamespace
  LEFT JOIN pg_depend d
         ON d.refclassid = 'pg_extension'::regclass
        AND d.refobjid = e.oid
        AND d.classid = 'pg_proc'::regclass
        AND d.deptype = 'e'
  LEFT JOIN pg_proc p
         ON p.oid = d.objid
        AND p.proname IN ('pgstattuple_approx', 'pgstatindex')
        AND p.pronargs = 1
        AND p.proargtypes[0] = 'regclass'::regtype
 WHERE e.extname = 'pgstattuple'
 GROUP BY n.oid, n.nspname
