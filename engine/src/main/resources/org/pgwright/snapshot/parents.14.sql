SELECT /* pgwright:snapshot.parents */
       i.inhrelid::bigint AS child,
       pn.nspname::text AS parent_schema,
       p.relname::text AS parent_name,
       CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound
  FROM pg_inherits i
  JOIN pg_class c ON c.oid = i.inhrelid
  JOIN pg_class p ON p.oid = i.inhparent
  JOIN pg_namespace pn ON pn.oid = p.relnamespace
 WHERE c.relkind IN ('r', 'p', 'f')
   AND c.relpersistence <> 't'
   AND NOT i.inhdetachpending
   AND NOT c.oid = ANY (?::bigint[])
 ORDER BY i.inhrelid, i.inhseqno
