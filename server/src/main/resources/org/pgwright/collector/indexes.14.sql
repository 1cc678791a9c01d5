SELECT /* pgwright:collector.indexes */
       x.indexrelid::bigint AS oid,
       n.nspname::text AS schema_name,
       t.relname::text AS table_name,
       r.relname::text AS index_name,
       m.amname::text AS method,
       pg_get_indexdef(x.indexrelid) AS definition,
       pg_get_expr(x.indpred, x.indrelid) AS predicate,
       x.indisunique AS is_unique,
       x.indisprimary AS is_primary,
       EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid
                                             AND c.conrelid = x.indrelid) AS is_constraint,
       x.indisvalid AND x.indisready AND x.indislive AS is_valid,
       array_remove(ARRAY[
           CASE WHEN EXISTS (SELECT FROM pg_constraint c
                              WHERE c.conrelid = x.indrelid
                                AND c.contype = 'f'
                                AND x.indkey[0] = ANY (c.conkey))
                  OR EXISTS (SELECT FROM pg_constraint c
                              WHERE c.conindid = x.indexrelid
                                AND c.confrelid = x.indrelid
                                AND c.contype = 'f')
                THEN 'foreign_key' END,
           CASE WHEN x.indisreplident THEN 'replica_identity' END,
           CASE WHEN r.relispartition THEN 'partitioned_index' END], NULL) AS duties,
       x.indnkeyatts::integer AS key_count,
       ARRAY(SELECT coalesce(a.attname::text,
                             pg_get_indexdef(x.indexrelid, k.position::integer, true))
               FROM unnest(x.indkey::smallint[]) WITH ORDINALITY AS k (attribute, position)
               LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid
                                       AND a.attnum = k.attribute
                                       AND k.attribute <> 0
              ORDER BY k.position) AS key_texts,
       ARRAY(SELECT CASE WHEN k.attribute = 0 THEN 'expression' ELSE 'column' END
               FROM unnest(x.indkey::smallint[]) WITH ORDINALITY AS k (attribute, position)
              ORDER BY k.position) AS key_kinds,
       ARRAY(SELECT o.option::text
               FROM unnest(x.indoption::smallint[]) WITH ORDINALITY AS o (option, position)
              ORDER BY o.position) AS key_options,
       CASE WHEN NOT x.indexrelid = ANY (l.locked) THEN pg_relation_size(x.indexrelid) END
         AS index_bytes,
       greatest(r.reltuples, 0)::bigint AS entry_count,
       pg_stat_get_numscans(x.indexrelid) AS scans,
       pg_stat_get_tuples_returned(x.indexrelid) AS rows_read,
       pg_stat_get_tuples_fetched(x.indexrelid) AS rows_fetched,
       pg_stat_get_blocks_hit(x.indexrelid) AS blocks_hit,
       pg_stat_get_blocks_fetched(x.indexrelid) - pg_stat_get_blocks_hit(x.indexrelid)
         AS blocks_read
  FROM pg_index x
  JOIN pg_class r ON r.oid = x.indexrelid AND r.relkind = 'i'
  JOIN pg_class t ON t.oid = x.indrelid AND t.relkind IN ('r', 'm')
  JOIN pg_namespace n ON n.oid = t.relnamespace
  JOIN pg_am m ON m.oid = r.relam
 CROSS JOIN (SELECT coalesce(array_agg(k.relation), '{}') AS locked
               FROM pg_locks k
              WHERE k.locktype = 'relation'
                AND k.mode = 'AccessExclusiveLock'
                AND k.database = (SELECT b.oid FROM pg_database b
                                   WHERE b.datname = current_database())) l
 WHERE r.relpersistence <> 't'
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
