SELECT /* pgwright:snapshot.column_ends */
       'pgwright' AS reader,
       (SELECT t.{column}::text
          FROM ONLY {schema}.{table} AS t
         WHERE t.{column} IS NOT NULL
         ORDER BY t.{column}
         LIMIT 1) AS minimum,
       (SELECT t.{column}::text
          FROM ONLY {schema}.{table} AS t
         WHERE t.{column} IS NOT NULL
         ORDER BY t.{column} DESC
         LIMIT 1) AS maximum
