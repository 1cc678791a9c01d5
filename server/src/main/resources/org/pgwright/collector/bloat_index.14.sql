SELECT /* pgwright:collector.bloat_index */
       m.index_size AS bytes,
       m.leaf_pages,
       m.empty_pages,
       m.deleted_pages,
       nullif(m.avg_leaf_density, 'NaN') AS leaf_density
  FROM {schema}.pgstatindex(?::bigint::oid::regclass) AS m
