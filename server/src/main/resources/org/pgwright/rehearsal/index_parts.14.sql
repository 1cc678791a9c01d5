SELECT /* pgwright:rehearsal.index_parts */ c.relname::text AS name
  FROM pg_catalog.pg_partition_tree(to_regclass(?)) p
  JOIN pg_catalog.pg_class c ON c.oid = p.relid
