SELECT /* pgwright:snapshot.views */
       r.oid::bigint AS oid,
       n.nspname::text AS schema,
       r.relname::text AS name,
       r.relkind::text AS kind,
       pg_get_userbyid(r.relowner)::text AS owner,
       pg_get_viewdef(r.oid) AS definition,
       r.reloptions AS options
  FROM pg_class r
  JOIN pg_namespace n ON n.oid = r.relnamespace
 WHERE r.relkind = 'v'
   AND r.oid > ?
   AND r.relpersistence <> 't'
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
   AND NOT r.oid = ANY (?::bigint[])
   AND NOT EXISTS (SELECT 1
                     FROM pg_rewrite w
                     JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                    WHERE w.ev_class = r.oid
                      AND d.refclassid = 'pg_class'::regclass
                      AND d.refobjid = ANY (?::bigint[]))
   AND NOT EXISTS (SELECT 1
                     FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass
                      AND d.objid = r.oid
                      AND d.deptype = 'e')
 ORDER BY r.oid
 LIMIT 500
