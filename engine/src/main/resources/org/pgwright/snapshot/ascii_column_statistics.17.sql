SELECT /* pgwright:snapshot.ascii_column_statistics */
       s.schemaname::text AS schema,
       s.tablename::text AS relation,
       s.attname::text AS column_name,
       s.inherited,
       s.null_frac AS null_fraction,
       s.avg_width AS average_width,
       s.n_distinct AS distinct_values,
       CASE WHEN s.most_common_vals::text !~ '[^\u0001-\u007f]'
            THEN s.most_common_vals::text
       END AS most_common_values,
       s.most_common_freqs::real[] AS most_common_frequencies,
       CASE WHEN s.histogram_bounds::text !~ '[^\u0001-\u007f]'
            THEN s.histogram_bounds::text
       END AS histogram_bounds,
       s.correlation,
       CASE WHEN s.most_common_elems::text !~ '[^\u0001-\u007f]'
            THEN s.most_common_elems::text
       END AS most_common_elements,
       s.most_common_elem_freqs::real[] AS most_common_element_frequencies,
       s.elem_count_histogram::real[] AS element_count_histogram,
       CASE WHEN s.range_length_histogram::text !~ '[^\u0001-\u007f]'
            THEN s.range_length_histogram::text
       END AS range_length_histogram,
       s.range_empty_frac AS range_empty_fraction,
       CASE WHEN s.range_bounds_histogram::text !~ '[^\u0001-\u007f]'
            THEN s.range_bounds_histogram::text
       END AS range_bounds_histogram
  FROM pg_stats s
 WHERE s.schemaname !~ '^pg_'
   AND s.schemaname <> 'information_schema'
