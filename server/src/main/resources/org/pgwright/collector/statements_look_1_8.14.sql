SELECT /* pgwright:collector.statements_look_1_8 */
       (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS taken_at_micros,
       (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS started_at_micros,
       NULL::bigint AS reset_at_micros,
       0::bigint AS evictions,
       NOT pg_has_role('pg_read_all_stats', 'USAGE') AS restricted
