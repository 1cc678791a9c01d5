SELECT /* pgwright:postgres.planning_settings */
       pg_catalog.set_config(name, reset_val, true)
  FROM pg_catalog.pg_settings
 WHERE name IN ('search_path', 'row_security', 'DateStyle', 'IntervalStyle', 'TimeZone',
                'jit', 'max_parallel_workers_per_gather')
