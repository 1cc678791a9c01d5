-- One statement a line, as an application sends it.
SELECT id FROM orders WHERE customer_id = 5 AND status = 'open' ORDER BY placed_at DESC LIMIT 10 OFFSET 20
SELECT id FROM orders WHERE status IN ('open', 'failed', 'done') AND qty IN (1, 2)
SELECT id FROM orders WHERE qty NOT IN (1, 2, 3)
SELECT id FROM orders WHERE (status, qty) IN (('open', 1), ('done', 2))
SELECT id FROM orders WHERE id = ANY (ARRAY[1, 2, 3])
SELECT id FROM orders WHERE id = ANY ('{1,2,3}'::bigint[])
SELECT id FROM orders WHERE placed_at > now() - interval '7 days'
SELECT id FROM orders WHERE placed_at > now() - interval '7' day
SELECT id FROM orders WHERE placed_at > now() - INTERVAL '1 2:03' DAY TO MINUTE
SELECT id FROM orders WHERE placed_at > now() - '7 days'::interval
SELECT id FROM orders WHERE placed_at > current_date - 7
SELECT id FROM orders WHERE placed_at >= timestamp '2024-01-01' AND placed_at < timestamptz '2024-02-01'
SELECT id FROM orders WHERE placed_at >= timestamp with time zone '2024-01-01 00:00' AND shipped_on > date '2024-01-01'
SELECT id FROM orders WHERE placed_at BETWEEN '2024-01-01' AND '2024-01-02'
SELECT id FROM orders WHERE shipped_on > '2024-01-01'::date + 5
SELECT id FROM orders WHERE shipped_on = '2024-01-01'::date - interval '1 day'
SELECT id FROM orders WHERE placed_at AT TIME ZONE 'UTC' > '2024-01-01'
SELECT id FROM customers WHERE email LIKE 'person1%' OR email ILIKE '%2@%'
SELECT id FROM customers WHERE email LIKE '%' || 'x' || '%' ESCAPE '!'
SELECT id FROM customers WHERE email ~ '^person' AND email !~* 'zz' AND sorted_name SIMILAR TO 'Name%'
SELECT id FROM customers WHERE lower(email) = 'a' AND upper(email) LIKE 'B%'
SELECT id FROM customers WHERE tags @> ARRAY['tag1'] AND tags && '{tag2,tag3}'
SELECT id FROM customers WHERE 'tag1' = ANY (tags)
SELECT id FROM customers WHERE profile @> '{"plan": "pro"}' AND profile ? 'plan'
SELECT id FROM customers WHERE profile ->> 'plan' = 'pro' AND (profile -> 'seats')::int > 3
SELECT id FROM customers WHERE profile #>> '{plan}' = 'pro' AND profile ?| array['a', 'b']
SELECT id FROM customers WHERE mood = 'sad' AND token = '00000000-0000-0000-0000-000000000000'
SELECT id FROM customers WHERE token = uuid '00000000-0000-0000-0000-000000000000'
SELECT id FROM customers WHERE country = 'DE' AND active = true AND login = 'Login1'
SELECT id FROM customers WHERE active IS TRUE AND parent_id IS NOT NULL
SELECT id FROM customers WHERE coalesce(parent_id, 0) = 5 AND nullif(country, 'XX') = 'DE'
SELECT id FROM bookings WHERE during @> '2024-05-05'::timestamptz AND period && int4range(1, 5)
SELECT id FROM bookings WHERE during && tstzrange('2024-01-01', '2024-02-01', '[)')
SELECT date_trunc('day', placed_at) AS day, count(*), sum(total) FROM orders WHERE status = 'done' GROUP BY date_trunc('day', placed_at) ORDER BY date_trunc('day', placed_at) DESC
SELECT date_trunc('day', placed_at AT TIME ZONE 'UTC'), to_char(placed_at, 'YYYY-MM') FROM orders GROUP BY date_trunc('day', placed_at AT TIME ZONE 'UTC'), to_char(placed_at, 'YYYY-MM') HAVING count(*) > 3
SELECT extract(year FROM placed_at), extract('month' FROM placed_at), count(*) FROM orders GROUP BY 1, 2 ORDER BY 1, 2
SELECT extract(hour FROM placed_at) FROM orders GROUP BY extract(hour FROM placed_at)
SELECT CASE WHEN total > 50 THEN 'big' WHEN total > 10 THEN 'middling' ELSE 'small' END AS size, count(*) FROM orders GROUP BY CASE WHEN total > 50 THEN 'big' WHEN total > 10 THEN 'middling' ELSE 'small' END
SELECT sum(CASE WHEN status = 'open' THEN 1 ELSE 0 END), avg(CASE WHEN qty > 2 THEN total * 1.19 END) FROM orders
SELECT count(*) FILTER (WHERE status = 'open'), count(*) FILTER (WHERE status = 'done') * 100.0 / count(*) FROM orders
SELECT count(1), count(DISTINCT customer_id), string_agg(status, ',' ORDER BY id) FROM orders WHERE qty > 3
SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY total), percentile_disc(array[0.5, 0.9]) WITHIN GROUP (ORDER BY total) FROM orders
SELECT DISTINCT coalesce(status, 'none') FROM orders ORDER BY coalesce(status, 'none')
SELECT DISTINCT ON (date_trunc('day', placed_at)) id FROM orders ORDER BY date_trunc('day', placed_at), total DESC
SELECT id, 'constant' AS kind, 1, 1.5, true, NULL FROM orders WHERE id = 1
SELECT 1 FROM orders WHERE 1 = 1 AND status = 'open' AND 'a' = 'a'
SELECT -1 + 2, -total * -2, abs(-5), 2 ^ 3, 7 % 2 FROM orders WHERE total > -1
SELECT round(total, 2), round(total / 3, 1), mod(qty, 2), greatest(qty, 1, 2), least(1, 2) FROM orders
SELECT substring(code FROM 1 FOR 3), substring(code, 2), trim(both 'C' FROM code), position('0' IN code), overlay(code placing 'x' from 1 for 2), left(code, 2), lpad(code, 20, '*'), split_part(code, '0', 1) FROM orders WHERE code > 'C01'
SELECT concat('a', code, 1), format('%s-%s', code, 1), code || '-' || id, to_char(total, 'FM999') FROM orders WHERE id = 3
SELECT jsonb_build_object('id', id, 'kind', 'order'), json_build_array(1, 'a', id), row_to_json(orders) FROM orders WHERE id = 3
SELECT to_date('2024-01-01', 'YYYY-MM-DD'), to_timestamp(1700000000), make_date(2024, 1, 1), age(placed_at, '2024-01-01') FROM orders WHERE placed_at > to_timestamp('2024-01-01', 'YYYY-MM-DD')
SELECT id, lag(total, 1, 0) OVER (PARTITION BY customer_id ORDER BY placed_at), ntile(4) OVER (ORDER BY total) FROM orders WHERE status = 'open'
SELECT id, sum(total) OVER (ORDER BY placed_at ROWS BETWEEN 3 PRECEDING AND CURRENT ROW), avg(total) OVER (ORDER BY placed_at RANGE BETWEEN '1 day' PRECEDING AND '1 day' FOLLOWING) FROM orders WHERE qty = 2
SELECT * FROM generate_series(1, 10) AS n WHERE n > 3
SELECT d::date, count(o.id) FROM generate_series('2024-01-01'::timestamptz, '2024-01-10', '1 day') AS d LEFT JOIN orders o ON o.placed_at >= d AND o.placed_at < d + interval '1 day' GROUP BY d
SELECT o.id FROM (VALUES (1, 'a'), (2, 'b')) AS wanted(id, name) JOIN orders o ON o.id = wanted.id
SELECT o.id FROM unnest(ARRAY[1, 2, 3]) AS wanted JOIN orders o ON o.id = wanted
SELECT o.id, x.n FROM orders o CROSS JOIN LATERAL (SELECT count(*) AS n FROM items i WHERE i.order_id = o.id AND i.price > 5 LIMIT 1) x WHERE o.id < 10
SELECT c.id FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.total > 90) AND c.country <> 'FR'
SELECT c.id, (SELECT count(*) FROM orders o WHERE o.customer_id = c.id AND o.status = 'open') FROM customers c ORDER BY c.id LIMIT 5
SELECT id FROM orders WHERE total > (SELECT avg(total) * 1.5 FROM orders WHERE qty = 1)
SELECT id FROM orders WHERE customer_id IN (SELECT id FROM customers WHERE country = 'DE' AND active) AND qty > 2
SELECT id FROM orders WHERE (placed_at, id) < ('2024-02-01', 5) ORDER BY placed_at DESC, id DESC LIMIT 20
SELECT id FROM orders ORDER BY id FETCH FIRST 5 ROWS ONLY
SELECT id FROM orders ORDER BY id OFFSET 5 ROWS FETCH NEXT 5 ROWS WITH TIES
SELECT id FROM orders TABLESAMPLE SYSTEM (10) WHERE qty = 1
SELECT id FROM orders WHERE status = 'open' UNION SELECT id FROM customers WHERE country = 'DE' ORDER BY 1 LIMIT 3
SELECT 'order' AS kind, id FROM orders WHERE id = 1 UNION ALL SELECT 'customer', id FROM customers WHERE id = 2
WITH big AS (SELECT * FROM orders WHERE total > 90), c AS (SELECT id FROM customers WHERE country = 'DE') SELECT count(*) FROM big JOIN c ON c.id = big.customer_id WHERE big.status = 'open'
WITH RECURSIVE up AS (SELECT id, parent_id, 1 AS depth FROM customers WHERE id = 100 UNION ALL SELECT c.id, c.parent_id, depth + 1 FROM customers c JOIN up ON up.parent_id = c.id WHERE depth < 10) SELECT * FROM up
SELECT number FROM open_orders WHERE buyer = 5 AND placed > '2024-01-05'
SELECT status, qty, count(*) FROM orders GROUP BY GROUPING SETS ((status), (qty), ()) HAVING count(*) > 1
SELECT status, sum(total) FROM orders GROUP BY ROLLUP (status)
SELECT id FROM orders WHERE status = 'open' FOR UPDATE SKIP LOCKED LIMIT 1
SELECT id::text, CAST(total AS int), cast('5' AS int), '5'::int, int '5', numeric '5.5', text 'a' FROM orders WHERE id = cast('5' AS bigint)
SELECT id FROM orders WHERE code = E'C\'1' OR code = U&'\0043' OR code = $$C1$$
SELECT id FROM customers WHERE country = N'DE'
SELECT id FROM orders WHERE shipped_on>date'2024-01-01'and code like'C1%'and placed_at>now()-interval'7 days'
SELECT id FROM orders WHERE qty = B'101'::int OR qty = X'1F'::int
SELECT id FROM orders WHERE CASE WHEN status = 'open' THEN qty > 1 ELSE qty > 3 END
SELECT id FROM orders WHERE id = 5 OR NULL
SELECT * FROM "Old Shop"."Orders" WHERE "Größe" BETWEEN 5 AND 10
SELECT pg_sleep(0), now(), random() < 2, md5('a'), set_config('a.b', 'c', true)
INSERT INTO orders (id, customer_id, status, total, placed_at) VALUES (1000001, 5, 'open', 12.50, '2024-06-01'), (1000002, 6, 'open', 13, now())
INSERT INTO orders (id, customer_id, qty) VALUES (5, 5, 1) ON CONFLICT (id) DO UPDATE SET qty = orders.qty + 1, status = 'again' WHERE orders.status <> 'done' RETURNING id, 'x'
INSERT INTO items (order_id, line, sku) SELECT id, 99, 'S' || id FROM orders WHERE status = 'failed' AND id < 100
INSERT INTO customers (id, active, tags, profile, mood) VALUES (100001, true, '{a,b}', '{"a": 1}', 'ok')
UPDATE orders SET status = 'done', total = total * 1.1, shipped_on = current_date + 1 WHERE id = 7 AND status = 'open'
UPDATE orders SET (status, qty) = ('x', 5) WHERE id BETWEEN 5 AND 9
UPDATE orders o SET status = c.country FROM customers c WHERE c.id = o.customer_id AND c.id = 5
UPDATE orders SET qty = (SELECT count(*) FROM items WHERE order_id = orders.id AND line > 0) WHERE id = 5
DELETE FROM orders WHERE placed_at < now() - interval '90 days' AND status = 'done'
DELETE FROM items USING orders o WHERE o.id = items.order_id AND o.status = 'failed' AND o.id < 0
WITH gone AS (DELETE FROM items WHERE order_id = 5 RETURNING *) INSERT INTO items SELECT order_id, line + 1000, sku, price FROM gone
MERGE INTO orders o USING (VALUES (1, 'a'), (2, 'b')) AS v (id, status) ON o.id = v.id WHEN MATCHED AND o.qty > 3 THEN UPDATE SET status = v.status WHEN NOT MATCHED THEN INSERT (id, customer_id) VALUES (v.id, 1)
VALUES (1, 'a'), (2, 'b')
TABLE items
SELECT id FROM customers WHERE profile @@ '$.seats > 3' AND profile @? '$.plan'
SELECT id, point '(0,0)' <-> point '(1,1)' FROM orders WHERE box '((0,0),(1,1))' @> point '(0,0)' AND to_tsvector('english', code) @@ to_tsquery('english', 'a & b')
SELECT id FROM orders o WHERE placed_at = (SELECT max(placed_at) FROM orders l WHERE l.customer_id = o.customer_id AND l.qty > 2) AND qty = 1
