SELECT /* pgwright:snapshot.index_keys */
       i.indexrelid::bigint AS oid,
       k.position <= i.indnkeyatts AS is_key,
       a.attname::text AS column_name,
       CASE WHEN k.attribute = 0 THEN
         pg_get_indexdef(i.indexrelid, k.position, false)
       END AS expression,
       opn.nspname::text AS operator_class_schema,
       op.opcname::text AS operator_class,
       cn.nspname::text AS collation_schema,
       c.collname::text AS collation,
       (i.indoption[k.position - 1] & 1) <> 0 AS descending,
       (i.indoption[k.position - 1] & 2) <> 0 AS nulls_first
  FROM pg_index i
  JOIN pg_class r ON r.oid = i.indexrelid
  JOIN pg_namespace n ON n.oid = r.relnamespace
 CROSS JOIN LATERAL (SELECT u.attribute, u.position::integer AS position
                       FROM unnest(i.indkey::smallint[]) WITH ORDINALITY
                         AS u (attribute, position)) AS k
  LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid
                          AND a.attnum = k.attribute
                          AND k.attribute <> 0
  LEFT JOIN pg_opclass op ON op.oid = i.indclass[k.position - 1]
                         AND k.position <= i.indnkeyatts
  LEFT JOIN pg_namespace opn ON opn.oid = op.opcnamespace
  LEFT JOIN pg_collation c ON c.oid = i.indcollation[k.position - 1]
                          AND k.position <= i.indnkeyatts
  LEFT JOIN pg_namespace cn ON cn.oid = c.collnamespace
 WHERE r.relpersistence <> 't'
   AND n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
   AND NOT i.indrelid = ANY (?::bigint[])
 ORDER BY i.indexrelid, k.position
