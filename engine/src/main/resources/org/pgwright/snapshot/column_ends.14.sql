SELECT /* pgwright:snapshot.column_ends */
       ?::integer AS position,
       (SELECT t.{column}::text
          FROM ONLY {schema}.{table} AS t
         WHERE t.{column} IS NOT NULL
         ORDER BY t.{column}
         FETCH FIRST ROW ONLY) AS minimum,
       (SELECT t.{column}::text
          FROM ONLY {schema}.{table} AS t
         WHERE t.{column} IS NOT NULL
         ORDER BY t.{column} DESC
         FETCH FIRST ROW ONLY) AS maximum
