SELECT /* pgwright:snapshot.extended_statistics_data */
       d.stxoid::bigint AS oid,
       false AS inherited,
       encode(d.stxdndistinct::bytea, 'hex') AS distinct_counts,
       encode(d.stxddependencies::bytea, 'hex') AS dependencies,
       encode(d.stxdmcv::bytea, 'hex') AS most_common
  FROM pg_statistic_ext_data d
 ORDER BY d.stxoid
