SELECT /* pgwright:snapshot.column_statistics */
       s.schemaname::text AS schema,
       s.tablename::text AS relation,
       s.attname::text AS column_name,
       s.inherited,
       s.null_frac AS null_fraction,
       s.avg_width AS average_width,
       s.n_distinct AS distinct_values,
       s.most_common_vals::text AS most_common_values,
       s.most_common_freqs::real[] AS most_common_frequencies,
       s.histogram_bounds::text AS histogram_bounds,
       s.correlation,
       s.most_common_elems::text AS most_common_elements,
       s.most_common_elem_freqs::real[] AS most_common_element_frequencies,
       s.elem_count_histogram::real[] AS element_count_histogram,
       s.range_length_histogram::text AS range_length_histogram,
       s.range_empty_frac AS range_empty_fraction,
       s.range_bounds_histogram::text AS range_bounds_histogram
  FROM pg_stats s
 WHERE s.schemaname !~ '^pg_'
   AND s.schemaname <> 'information_schema'
