SELECT /* pgwright:postgres.version */
       current_setting('server_version_num')::integer AS number,
       current_setting('server_version') AS version,
       current_user::text AS role,
       current_database()::text AS database
