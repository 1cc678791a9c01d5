SELECT /* pgwright:snapshot.server */
       current_setting('server_version') AS version,
       current_setting('server_version_num')::integer AS version_number,
       current_setting('block_size')::integer AS block_size,
       pg_is_in_recovery() AS in_recovery,
       (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint AS taken_at_micros,
       has_function_privilege('pg_control_system()', 'EXECUTE') AS may_read_identifier,
       has_function_privilege('pg_control_init()', 'EXECUTE') AS may_read_alignment,
       has_function_privilege('pg_read_binary_file(text, bigint, bigint, boolean)', 'EXECUTE')
         AS may_read_files,
       current_setting('is_superuser') = 'on' AS superuser
