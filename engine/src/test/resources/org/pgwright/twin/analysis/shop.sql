CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN sku AS text;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION citext;

CREATE TABLE customers (
  id bigint PRIMARY KEY,
  email varchar(200),
  login citext,
  country char(2),
  active boolean NOT NULL,
  created_at timestamptz,
  tags text[],
  profile jsonb,
  parent_id bigint,
  mood mood,
  token uuid,
  sorted_name text COLLATE "C",
  native_name text COLLATE "POSIX");

CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers,
  status text,
  total numeric(10, 2),
  placed_at timestamptz,
  shipped_on date,
  qty int,
  code varchar(20));

CREATE TABLE items (
  order_id bigint,
  line int,
  sku sku,
  price numeric,
  PRIMARY KEY (order_id, line));

CREATE TABLE events (
  id bigint,
  at timestamptz NOT NULL,
  kind text,
  body jsonb) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

CREATE TABLE bookings (id int, room int, during tstzrange, period int4range);

CREATE SCHEMA "Old Shop";
CREATE TABLE "Old Shop"."Orders" ("Order Id" int, "Select" text, dropped int, "Größe" int);
ALTER TABLE "Old Shop"."Orders" DROP COLUMN dropped;

CREATE VIEW open_orders AS
  SELECT o.id AS number, o.customer_id AS buyer, o.total, c.email, o.placed_at AS placed
  FROM orders o JOIN customers c ON c.id = o.customer_id
  WHERE o.status = 'open';
CREATE VIEW spending AS
  SELECT customer_id, sum(total) AS spent, max(placed_at) AS latest FROM orders GROUP BY customer_id;
CREATE VIEW plain_orders AS SELECT * FROM orders;
CREATE VIEW old_and_new AS
  SELECT id, placed_at AS at FROM orders UNION ALL SELECT id, at FROM events;
CREATE MATERIALIZED VIEW order_totals AS
  SELECT customer_id, sum(total) AS total FROM orders GROUP BY customer_id;

CREATE FUNCTION twice(bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
CREATE FUNCTION is_big(numeric) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT $1 > 100';

INSERT INTO customers
  SELECT n, 'person' || n || '@example.org', 'Login' || n,
    CASE WHEN n % 10 < 7 THEN 'US' WHEN n % 10 < 9 THEN 'DE' ELSE 'FR' END, n % 20 <> 0,
    timestamptz '2023-01-01 00:00+00' + n * interval '1 hour',
    ARRAY['tag' || n % 7, 'tag' || n % 30],
    jsonb_build_object('plan', CASE WHEN n % 4 = 0 THEN 'pro' ELSE 'free' END, 'seats', n % 12),
    CASE WHEN n % 5 = 0 THEN n / 5 END, (ARRAY['sad', 'ok', 'happy'])[n % 3 + 1]::mood,
    md5(n::text)::uuid, 'Name ' || n, 'Nom ' || n
  FROM generate_series(1, 2000) n;
INSERT INTO orders
  SELECT n, n % 2000 + 1,
    CASE WHEN n % 100 < 90 THEN 'done' WHEN n % 100 < 97 THEN 'open' ELSE 'failed' END,
    n % 1000 / 10.0, timestamptz '2024-01-01 00:00+00' + n * interval '5 minutes',
    date '2024-01-02' + n / 288, n % 5 + 1, 'C' || lpad(n::text, 6, '0')
  FROM generate_series(1, 20000) n;
INSERT INTO items
  SELECT n / 3, n % 3, 'SKU-' || n % 500, n % 100 FROM generate_series(1, 30000) n;
INSERT INTO events
  SELECT n, timestamptz '2024-01-01 00:00+00' + n * interval '2 hours', 'kind' || n % 4,
    jsonb_build_object('n', n)
  FROM generate_series(1, 8000) n;
INSERT INTO bookings
  SELECT n, n % 20,
    tstzrange(timestamptz '2024-01-01 00:00+00' + n * interval '1 day',
              timestamptz '2024-01-03 00:00+00' + n * interval '1 day'),
    int4range(n, n + 10)
  FROM generate_series(1, 1000) n;
INSERT INTO "Old Shop"."Orders" SELECT n, 'x' || n % 3, n FROM generate_series(1, 1000) n;
REFRESH MATERIALIZED VIEW order_totals;
ANALYZE;
