SELECT /* pgwright:snapshot.layouts */
       n.nspname::text AS schema,
       r.relname::text AS name,
       ARRAY(SELECT a.attname::text FROM pg_attribute a
              WHERE a.attrelid = r.oid AND a.attnum > 0 ORDER BY a.attnum) AS columns,
       ARRAY(SELECT a.attlen::text FROM pg_attribute a
              WHERE a.attrelid = r.oid AND a.attnum > 0 ORDER BY a.attnum) AS lengths,
       ARRAY(SELECT CASE a.attalign WHEN 'c' THEN '1' WHEN 's' THEN '2' WHEN 'i' THEN '4'
                    ELSE '8' END
               FROM pg_attribute a
              WHERE a.attrelid = r.oid AND a.attnum > 0 ORDER BY a.attnum) AS alignments,
       ARRAY(SELECT (NOT a.attisdropped AND a.attgenerated <> 'v')::text FROM pg_attribute a
              WHERE a.attrelid = r.oid AND a.attnum > 0 ORDER BY a.attnum) AS stored,
       (SELECT o.option_value::integer FROM pg_options_to_table(r.reloptions) o
         WHERE o.option_name = 'fillfactor') AS fill_factor,
       r.relkind = 'i' AS is_index,
       coalesce(NOT i.indisunique
                AND i.indnatts = i.indnkeyatts
                AND NOT EXISTS (SELECT FROM pg_options_to_table(r.reloptions) o
                                 WHERE o.option_name = 'deduplicate_items'
                                   AND NOT o.option_value::boolean)
                AND NOT EXISTS (SELECT FROM unnest(i.indclass::oid[]) AS k (operator_class)
                                  JOIN pg_opclass c ON c.oid = k.operator_class
                                 WHERE NOT EXISTS (SELECT FROM pg_amproc p
                                                    WHERE p.amprocfamily = c.opcfamily
                                                      AND p.amproclefttype = c.opcintype
                                                      AND p.amprocrighttype = c.opcintype
                                                      AND p.amprocnum = 4))
                AND NOT EXISTS (SELECT FROM unnest(i.indcollation::oid[]) AS k (used)
                                  JOIN pg_collation l ON l.oid = k.used
                                 WHERE NOT l.collisdeterministic),
                false) AS shares_entries,
       has_table_privilege(t.oid, 'SELECT')
         AND NOT (t.relrowsecurity AND row_security_active(t.oid)) AS readable
  FROM pg_class r
  JOIN pg_namespace n ON n.oid = r.relnamespace
  LEFT JOIN pg_index i ON i.indexrelid = r.oid
  JOIN pg_class t ON t.oid = coalesce(i.indrelid, r.oid)
 WHERE r.relkind IN ('r', 'm', 'i')
   AND r.relpersistence <> 't'
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
