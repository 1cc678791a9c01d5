SELECT /* pgwright:collector.statements_look */
       (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS taken_at_micros,
       (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS started_at_micros,
       (extract(epoch FROM i.stats_reset) * 1000000)::bigint AS reset_at_micros,
       i.dealloc AS evictions,
       NOT pg_has_role('pg_read_all_stats', 'USAGE') AS restricted
  FROM {schema}.pg_stat_statements_info i
