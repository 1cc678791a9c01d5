SELECT /* pgwright:snapshot.index_parents */
       i.inhrelid::bigint AS child,
       n.nspname::text AS parent_schema,
       p.relname::text AS parent_name
  FROM pg_inherits i
  JOIN pg_class c ON c.oid = i.inhrelid
  JOIN pg_class p ON p.oid = i.inhparent
  JOIN pg_namespace n ON n.oid = p.relnamespace
 WHERE c.relkind IN ('i', 'I')
