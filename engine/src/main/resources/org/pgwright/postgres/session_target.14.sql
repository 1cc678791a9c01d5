SELECT /* pgwright:postgres.session_target */
       pg_is_in_recovery() AS in_recovery,
       current_setting('transaction_read_only')::boolean AS read_only
