SELECT /* pgwright:snapshot.indexes */
       i.indexrelid::bigint AS oid,
       i.indrelid::bigint AS table_oid,
       tn.nspname::text AS table_schema,
       t.relname::text AS table_name,
       n.nspname::text AS schema,
       r.relname::text AS name,
       r.relkind = 'I' AS partitioned,
       m.amname::text AS method,
       pg_get_indexdef(i.indexrelid) AS definition,
       i.indisunique AS unique_keys,
       i.indisprimary AS primary_key,
       i.indisexclusion AS exclusion,
       false AS nulls_not_distinct,
       i.indisvalid AND i.indisready AND i.indislive AS valid,
       i.indisreplident AS replica_identity,
       i.indisclustered AS clustered,
       i.indrelid IN (SELECT l.relation
                        FROM pg_locks l
                       WHERE l.locktype = 'relation'
                         AND l.mode = 'ShareUpdateExclusiveLock'
                         AND l.database = (SELECT b.oid FROM pg_database b
                                            WHERE b.datname = current_database()))
           AS table_maintained,
       pg_get_expr(i.indpred, i.indrelid) AS predicate,
       c.conname::text AS constraint_name,
       e.extname::text AS extension,
       r.relpages::bigint AS recorded_pages,
       r.reltuples AS recorded_rows,
       pg_stat_get_numscans(i.indexrelid) AS scans,
       pg_stat_get_tuples_returned(i.indexrelid) AS entries_read,
       pg_stat_get_tuples_fetched(i.indexrelid) AS rows_fetched
  FROM pg_index i
  JOIN pg_class r ON r.oid = i.indexrelid
  JOIN pg_class t ON t.oid = i.indrelid AND t.relkind IN ('r', 'p', 'm')
  JOIN pg_namespace tn ON tn.oid = t.relnamespace
  JOIN pg_namespace n ON n.oid = r.relnamespace
  JOIN pg_am m ON m.oid = r.relam
  LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
                           AND c.conrelid = i.indrelid
                           AND c.contype IN ('p', 'u', 'x')
  LEFT JOIN pg_depend d
         ON d.classid = 'pg_class'::regclass
        AND d.objid = i.indrelid
        AND d.objsubid = 0
        AND d.refclassid = 'pg_extension'::regclass
        AND d.deptype = 'e'
  LEFT JOIN pg_extension e ON e.oid = d.refobjid
 WHERE r.relpersistence <> 't'
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
   AND NOT i.indrelid = ANY (?::bigint[])
 ORDER BY n.nspname COLLATE "C", r.relname COLLATE "C"
