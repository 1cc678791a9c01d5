SELECT /* pgwright:snapshot.view_relations */ DISTINCT
       w.ev_class::bigint AS view,
       n.nspname::text COLLATE "C" AS schema,
       f.relname::text COLLATE "C" AS name
  FROM pg_rewrite w
  JOIN pg_class r ON r.oid = w.ev_class
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
  JOIN pg_class f ON f.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass
  JOIN pg_namespace n ON n.oid = f.relnamespace
 WHERE r.relkind = 'v'
   AND f.oid <> r.oid
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
   AND f.relkind IN ('r', 'p', 'm', 'f', 'v')
 ORDER BY 1, 2, 3
