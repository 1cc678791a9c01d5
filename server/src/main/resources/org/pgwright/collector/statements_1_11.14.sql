SELECT /* pgwright:collector.statements_1_11 */
       s.dbid::bigint AS database_oid,
       s.userid::bigint AS role_oid,
       s.queryid AS query_id,
       s.toplevel AS top_level,
       (extract(epoch FROM s.stats_since) * 1000000)::bigint AS since_micros,
       s.calls,
       s.rows AS row_count,
       round(s.total_exec_time * 1000)::bigint AS execution_time,
       s.plans,
       round(s.total_plan_time * 1000)::bigint AS planning_time,
       s.shared_blks_hit AS shared_blocks_hit,
       s.shared_blks_read AS shared_blocks_read,
       s.shared_blks_dirtied AS shared_blocks_dirtied,
       s.shared_blks_written AS shared_blocks_written,
       s.local_blks_hit AS local_blocks_hit,
       s.local_blks_read AS local_blocks_read,
       s.local_blks_dirtied AS local_blocks_dirtied,
       s.local_blks_written AS local_blocks_written,
       s.temp_blks_read AS temp_blocks_read,
       s.temp_blks_written AS temp_blocks_written,
       round((s.shared_blk_read_time + s.local_blk_read_time) * 1000)::bigint AS block_read_time,
       round((s.shared_blk_write_time + s.local_blk_write_time) * 1000)::bigint AS block_write_time,
       round((s.temp_blk_read_time + s.temp_blk_write_time) * 1000)::bigint AS temp_block_time,
       s.wal_records,
       s.wal_fpi AS wal_full_page_images,
       s.wal_bytes::bigint AS wal_bytes,
       round((s.jit_generation_time + s.jit_inlining_time + s.jit_optimization_time
              + s.jit_emission_time + s.jit_deform_time) * 1000)::bigint AS jit_time,
       round(1000 * s.calls
             * (s.stddev_exec_time * s.stddev_exec_time + s.mean_exec_time * s.mean_exec_time))::bigint
         AS squared_time,
       round(s.max_exec_time * 1000)::bigint AS longest_time
  FROM {schema}.pg_stat_statements(false) s
 WHERE s.queryid IS NOT NULL
