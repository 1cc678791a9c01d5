SELECT /* pgwright:snapshot.index_lookups_only */
       set_config(name, value, true)
  FROM (VALUES ('enable_seqscan', 'off'),
               ('enable_bitmapscan', 'off'),
               ('enable_sort', 'off'),
               ('enable_indexscan', 'on'),
               ('enable_indexonlyscan', 'on'),
               ('constraint_exclusion', 'off')) AS setting (name, value)
