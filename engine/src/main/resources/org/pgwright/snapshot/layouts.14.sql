SELECT /* pgwright:snapshot.layouts */
       n.nspname::text AS schema,
       r.relname::text AS name,
       a.columns,
       a.lengths,
       a.alignments,
       a.stored,
       o.fill_factor,
       r.relkind = 'i' AS is_index,
       coalesce(NOT i.indisunique
                AND i.indnatts = i.indnkeyatts
                AND o.deduplicates IS NOT FALSE
                AND NOT i.indclass::oid[] && k.unequal
                AND NOT i.indcollation::oid[] && k.nondeterministic,
                false) AS shares_entries,
       has_table_privilege(t.oid, 'SELECT')
         AND NOT (t.relrowsecurity AND row_security_active(t.oid)) AS readable
  FROM pg_class r
  JOIN pg_namespace n ON n.oid = r.relnamespace
  LEFT JOIN pg_index i ON i.indexrelid = r.oid
  JOIN pg_class t ON t.oid = coalesce(i.indrelid, r.oid)
  JOIN (SELECT c.attrelid,
               array_agg(c.attname::text ORDER BY c.attnum) AS columns,
               array_agg(c.attlen::text ORDER BY c.attnum) AS lengths,
               array_agg(CASE c.attalign WHEN 'c' THEN '1' WHEN 's' THEN '2' WHEN 'i' THEN '4'
                                         ELSE '8' END ORDER BY c.attnum) AS alignments,
               array_agg((NOT c.attisdropped AND c.attgenerated <> 'v')::text ORDER BY c.attnum)
                 AS stored
          FROM pg_attribute c
         WHERE c.attnum > 0
         GROUP BY c.attrelid) a ON a.attrelid = r.oid
  LEFT JOIN LATERAL
       (SELECT max(p.option_value) FILTER (WHERE p.option_name = 'fillfactor')::integer
                 AS fill_factor,
               bool_and(p.option_value::boolean)
                 FILTER (WHERE p.option_name = 'deduplicate_items') AS deduplicates
          FROM pg_options_to_table(r.reloptions) p
         WHERE r.reloptions IS NOT NULL) o ON true
 CROSS JOIN
       (SELECT ARRAY(SELECT c.oid
                       FROM pg_opclass c
                      WHERE NOT EXISTS (SELECT FROM pg_amproc p
                                         WHERE p.amprocfamily = c.opcfamily
                                           AND p.amproclefttype = c.opcintype
                                           AND p.amprocrighttype = c.opcintype
                                           AND p.amprocnum = 4)) AS unequal,
               ARRAY(SELECT l.oid FROM pg_collation l WHERE NOT l.collisdeterministic)
                 AS nondeterministic) k
 WHERE r.relkind IN ('r', 'm', 'i')
   AND r.relpersistence <> 't'
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
