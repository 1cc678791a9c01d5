SELECT /* pgwright:snapshot.column_figures */
       s.schemaname::text AS schema,
       s.tablename::text AS relation,
       s.attname::text AS column_name,
       s.inherited,
       s.null_frac AS null_fraction,
       s.avg_width AS average_width,
       s.n_distinct AS distinct_values,
       NULL::text AS most_common_values,
       NULL::real[] AS most_common_frequencies,
       NULL::text AS histogram_bounds,
       s.correlation,
       NULL::text AS most_common_elements,
       NULL::real[] AS most_common_element_frequencies,
       NULL::real[] AS element_count_histogram,
       NULL::text AS range_length_histogram,
       NULL::real AS range_empty_fraction,
       NULL::text AS range_bounds_histogram
  FROM pg_stats s
 WHERE s.schemaname !~ '^pg_'
   AND s.schemaname <> 'information_schema'
