WITH /* pgwright:collector.plan_refusals */ RECURSIVE asked AS MATERIALIZED (
    SELECT ?::text[] AS names, ?::text[] AS symbols),
own AS MATERIALIZED (
    SELECT n.oid FROM pg_namespace n WHERE n.nspname IN ('pg_catalog', 'information_schema')),
related (name, relation) AS (
    SELECT c.relname::text, c.oid
      FROM asked
      JOIN pg_class c ON c.relname = ANY (asked.names)
     WHERE c.relnamespace NOT IN (SELECT oid FROM own)
       AND c.relkind NOT IN ('i', 'I', 'S', 'c')
     UNION
    SELECT r.name, i.inhrelid
      FROM related r
      JOIN pg_inherits i ON i.inhparent = r.relation),
parts (name, class, object) AS (
    SELECT name, 'pg_class'::regclass, relation FROM related
     UNION ALL
    SELECT r.name, 'pg_class'::regclass, i.indexrelid
      FROM related r JOIN pg_index i ON i.indrelid = r.relation
     UNION ALL
    SELECT r.name, 'pg_constraint'::regclass, c.oid
      FROM related r JOIN pg_constraint c ON c.conrelid = r.relation
     UNION ALL
    SELECT r.name, 'pg_attrdef'::regclass, d.oid
      FROM related r JOIN pg_attrdef d ON d.adrelid = r.relation
     UNION ALL
    SELECT r.name, 'pg_statistic_ext'::regclass, s.oid
      FROM related r JOIN pg_statistic_ext s ON s.stxrelid = r.relation)
SELECT r.name AS refused
  FROM related r
  JOIN pg_class c ON c.oid = r.relation
 WHERE c.relkind NOT IN ('r', 'p', 'm')
    OR c.relrowsecurity
    OR (c.relhasrules AND c.relkind <> 'm')
 UNION
SELECT p.name
  FROM parts p
  JOIN pg_depend d ON d.classid = p.class AND d.objid = p.object
 WHERE d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_opclass'::regclass)
 UNION
SELECT p.name
  FROM parts p
  JOIN pg_depend d ON d.classid = p.class AND d.objid = p.object
  JOIN pg_type t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid
  LEFT JOIN pg_type e ON e.oid = t.typelem
 WHERE t.typtype <> 'e' AND e.typtype IS DISTINCT FROM 'e'
 UNION
SELECT f.proname::text
  FROM asked
  JOIN pg_proc f ON f.proname = ANY (asked.names)
 WHERE f.pronamespace NOT IN (SELECT oid FROM own)
 UNION
SELECT t.typname::text
  FROM asked
  JOIN pg_type t ON t.typname = ANY (asked.names)
 WHERE t.typnamespace NOT IN (SELECT oid FROM own)
   AND t.typtype IN ('b', 'd', 'r', 'm')
 UNION
SELECT o.oprname::text
  FROM asked
  JOIN pg_operator o ON o.oprname = ANY (asked.symbols)
  JOIN pg_type r ON r.oid = o.oprright
  LEFT JOIN pg_type l ON l.oid = o.oprleft
 WHERE o.oprnamespace NOT IN (SELECT oid FROM own)
   AND r.typnamespace IN (SELECT oid FROM own)
   AND (l.oid IS NULL OR l.typnamespace IN (SELECT oid FROM own))
