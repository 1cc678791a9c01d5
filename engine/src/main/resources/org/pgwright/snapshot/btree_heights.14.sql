SELECT /* pgwright:snapshot.btree_heights */
       r.oid::bigint AS oid,
       encode(pg_read_binary_file(pg_relation_filepath(r.oid), 24, 24, true), 'hex') AS metapage
  FROM unnest(?::bigint[]) AS wanted (oid)
  JOIN pg_class r ON r.oid = wanted.oid::oid
  JOIN pg_am m ON m.oid = r.relam
 WHERE r.relkind = 'i'
   AND m.amname = 'btree'
