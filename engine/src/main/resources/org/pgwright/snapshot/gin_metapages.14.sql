SELECT /* pgwright:snapshot.gin_metapages */
       r.oid::bigint AS oid,
       encode(pg_read_binary_file(pg_relation_filepath(r.oid), 24, 48, true), 'hex') AS metapage
  FROM pg_class r
  JOIN pg_namespace n ON n.oid = r.relnamespace
  JOIN pg_am m ON m.oid = r.relam
 WHERE r.relkind = 'i'
   AND m.amname = 'gin'
   AND r.relpersistence <> 't'
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
