SELECT /* pgwright:collector.tables */
       r.oid::bigint AS oid,
       n.nspname::text AS schema_name,
       r.relname::text AS table_name,
       r.relkind::text AS kind,
       greatest(r.reltuples, 0)::bigint AS recorded_rows,
       pg_stat_get_live_tuples(r.oid) AS live_rows,
       pg_stat_get_dead_tuples(r.oid) AS dead_rows,
       pg_stat_get_mod_since_analyze(r.oid) AS changed_since_analyze,
       CASE WHEN NOT r.oid = ANY (l.locked) THEN pg_relation_size(r.oid) END AS table_bytes,
       CASE WHEN NOT r.oid = ANY (l.locked) THEN pg_table_size(r.oid) END AS total_bytes,
       (extract(epoch FROM greatest(pg_stat_get_last_vacuum_time(r.oid),
                                    pg_stat_get_last_autovacuum_time(r.oid))) * 1000000)::bigint
         AS last_vacuum_micros,
       (extract(epoch FROM greatest(pg_stat_get_last_analyze_time(r.oid),
                                    pg_stat_get_last_autoanalyze_time(r.oid))) * 1000000)::bigint
         AS last_analyze_micros,
       CASE WHEN r.relfrozenxid <> '0'::xid THEN age(r.relfrozenxid) ELSE 0 END::bigint
         AS frozen_transaction_age,
       pg_stat_get_numscans(r.oid) AS sequential_scans,
       pg_stat_get_tuples_returned(r.oid) AS sequential_rows_read,
       coalesce(i.scans, 0) AS index_scans,
       coalesce(i.fetched, 0) + pg_stat_get_tuples_fetched(r.oid) AS index_rows_fetched,
       pg_stat_get_tuples_inserted(r.oid) AS rows_inserted,
       pg_stat_get_tuples_updated(r.oid) AS rows_updated,
       pg_stat_get_tuples_deleted(r.oid) AS rows_deleted,
       pg_stat_get_tuples_hot_updated(r.oid) AS rows_hot_updated,
       pg_stat_get_blocks_hit(r.oid) AS heap_blocks_hit,
       pg_stat_get_blocks_fetched(r.oid) - pg_stat_get_blocks_hit(r.oid) AS heap_blocks_read,
       coalesce(i.hit, 0) AS index_blocks_hit,
       coalesce(i.read, 0) AS index_blocks_read,
       pg_stat_get_vacuum_count(r.oid) AS vacuums,
       pg_stat_get_autovacuum_count(r.oid) AS automatic_vacuums,
       pg_stat_get_analyze_count(r.oid) AS analyzes,
       pg_stat_get_autoanalyze_count(r.oid) AS automatic_analyzes
  FROM pg_class r
  JOIN pg_namespace n ON n.oid = r.relnamespace
 CROSS JOIN (SELECT coalesce(array_agg(k.relation), '{}') AS locked
               FROM pg_locks k
              WHERE k.locktype = 'relation'
                AND k.mode = 'AccessExclusiveLock'
                AND k.database = (SELECT b.oid FROM pg_database b
                                   WHERE b.datname = current_database())) l
  LEFT JOIN LATERAL
       (SELECT sum(pg_stat_get_numscans(x.indexrelid))::bigint AS scans,
               sum(pg_stat_get_tuples_fetched(x.indexrelid))::bigint AS fetched,
               sum(pg_stat_get_blocks_hit(x.indexrelid))::bigint AS hit,
               sum(pg_stat_get_blocks_fetched(x.indexrelid)
                   - pg_stat_get_blocks_hit(x.indexrelid))::bigint AS read
          FROM pg_index x
         WHERE x.indrelid = r.oid) i ON true
 WHERE r.relkind IN ('r', 'm')
   AND r.relpersistence <> 't'
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
