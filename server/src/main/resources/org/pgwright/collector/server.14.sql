SELECT /* pgwright:collector.server */
       (SELECT s.system_identifier FROM pg_control_system() s) AS system_identifier,
       current_setting('server_version') AS version,
       (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS started_at_micros,
       pg_is_in_recovery() AS in_recovery,
       current_setting('block_size')::integer AS block_size,
       (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS taken_at_micros
