-- One database with everything that a snapshot has to tell apart.
CREATE EXTENSION pg_stat_statements;
CREATE SCHEMA "Sales";
CREATE SCHEMA ext;
CREATE EXTENSION citext SCHEMA ext;
CREATE EXTENSION pg_trgm SCHEMA ext;
CREATE EXTENSION btree_gist;

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'shop_app') THEN
        CREATE ROLE shop_team;
        CREATE ROLE shop_app IN ROLE shop_team;
    END IF;
END
$$;

CREATE TYPE "Sales".status AS ENUM ('new', 'paid', 'it''s "odd"');
CREATE DOMAIN "Sales".email AS text COLLATE "C" CHECK (VALUE LIKE '%@%');
CREATE TYPE address AS (street text, zip varchar(5) COLLATE "C", st "Sales".status);
CREATE TYPE floatrange AS RANGE (SUBTYPE = float8);
CREATE COLLATION german (provider = icu, locale = 'de', deterministic = false);
CREATE COLLATION posix FROM "C";

CREATE FUNCTION "Sales".lower2(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower($1) $$;
CREATE FUNCTION zip_of(a address) RETURNS text LANGUAGE plpgsql IMMUTABLE
    AS $$ BEGIN RETURN a.zip; END $$;
CREATE AGGREGATE total_of(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE PROCEDURE nothing() LANGUAGE sql AS $$ SELECT 1 $$;

CREATE TABLE "Sales"."Customer" (
    "Id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email "Sales".email NOT NULL UNIQUE,
    name text COLLATE german,
    st "Sales".status DEFAULT 'new',
    addr address,
    tags text[],
    shout text GENERATED ALWAYS AS (upper('x' || "Id"::text COLLATE "C")) STORED,
    c ext.citext,
    r floatrange
);
CREATE TABLE orders (
    id bigserial PRIMARY KEY,
    customer bigint NOT NULL REFERENCES "Sales"."Customer" ("Id"),
    at timestamptz NOT NULL DEFAULT now(),
    total numeric(10, 2) CHECK (total >= 0),
    doc jsonb,
    "select" int
);
CREATE INDEX by_customer ON orders (customer, at DESC NULLS LAST) INCLUDE (total);
CREATE INDEX by_doc ON orders USING gin (doc);
CREATE INDEX "Lower Name" ON "Sales"."Customer"
    (("Sales".lower2(name)) COLLATE "C" text_pattern_ops, "Id") WHERE st = 'paid';
CREATE INDEX by_trigram ON "Sales"."Customer" USING gin (name ext.gin_trgm_ops);
CREATE INDEX by_time ON orders USING brin (at) WITH (pages_per_range = 32);
CREATE INDEX by_hash ON orders USING hash (customer);

CREATE TABLE event (at date NOT NULL, k int, v text) PARTITION BY RANGE (at);
CREATE TABLE event_2024 PARTITION OF event
    FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (k);
CREATE TABLE event_2024_low PARTITION OF event_2024 FOR VALUES IN (1, 2);
CREATE TABLE event_2024_rest PARTITION OF event_2024 DEFAULT;
CREATE TABLE event_rest PARTITION OF event DEFAULT;
CREATE INDEX event_at ON event (at, k);

CREATE TABLE parent (a int, b text);
CREATE TABLE child (c int) INHERITS (parent);
CREATE UNLOGGED TABLE scratch (a int);
CREATE TABLE booking (room int, during tsrange, EXCLUDE USING gist (room WITH =, during WITH &&));
CREATE MATERIALIZED VIEW per_customer AS SELECT customer, count(*) AS n FROM orders GROUP BY 1;
CREATE UNIQUE INDEX per_customer_key ON per_customer (customer);
CREATE VIEW with_email AS
    SELECT o.*, c.email FROM orders o JOIN "Sales"."Customer" c ON c."Id" = o.customer;
CREATE VIEW large WITH (security_barrier = true) AS SELECT * FROM with_email WHERE total > 10;
CREATE FOREIGN DATA WRAPPER nowhere;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE far (a int, b text) SERVER elsewhere;

ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON orders FOR SELECT TO shop_app USING (customer > 0);
CREATE POLICY cheap ON orders AS RESTRICTIVE USING (true) WITH CHECK (total > 0);

CREATE STATISTICS of_columns (ndistinct, dependencies, mcv) ON customer, total FROM orders;
CREATE STATISTICS of_expression ON (lower(email)), st FROM "Sales"."Customer";

INSERT INTO "Sales"."Customer" (email, name, st, addr, tags, c, r)
SELECT 'a' || i || '@x', 'Name ' || i % 100, (ARRAY['new', 'paid'])[1 + i % 2]::"Sales".status,
       row('s', '1234', 'new'::"Sales".status)::address, ARRAY['a', 'b' || i % 7], 'C' || i,
       floatrange(i, i + 1)
  FROM generate_series(1, 3000) AS i;
INSERT INTO orders (customer, at, total, doc, "select")
SELECT 1 + i % 3000, timestamptz '2024-06-01 00:00+00' - i * interval '1 hour', i % 100,
       jsonb_build_object('k', i % 10), i
  FROM generate_series(1, 20000) AS i;
INSERT INTO event SELECT date '2024-01-01' + i % 400, i % 4, 'x' FROM generate_series(1, 5000) AS i;
INSERT INTO parent SELECT i, 'x' FROM generate_series(1, 1000) AS i;
INSERT INTO child SELECT i, 'x', i FROM generate_series(1, 1000) AS i;
CREATE TABLE odd ("a""b" int, "ünï" text, gone int, z int);
ALTER TABLE odd DROP COLUMN gone;
CREATE UNIQUE INDEX "bad ""name" ON odd ("a""b");
REFRESH MATERIALIZED VIEW per_customer;
ANALYZE;
