SELECT /* pgwright:collector.log_access */
       current_setting('logging_collector') = 'on' AS is_collecting,
       EXISTS (SELECT FROM pg_settings s WHERE s.name = 'log_directory') AS sees_folder,
       coalesce(has_function_privilege(to_regprocedure('pg_ls_logdir()'), 'EXECUTE'), false) AS may_list,
       coalesce(
           has_function_privilege(
               to_regprocedure('pg_read_binary_file(text, bigint, bigint, boolean)'),
               'EXECUTE'),
           false) AS may_read,
       current_user::text AS role_name,
       current_setting('log_destination') AS destination,
       current_setting('log_line_prefix') AS line_prefix
