-- Index recommendations of pgwright 1.2.3
-- Database: shop
-- Server: PostgreSQL 17.5 (Debian 17.5-1)
-- System identifier: 7423423423423423423
-- Schema fingerprint: 3b1f0c
-- Read at: 2026-11-20T10:21:00Z
--
-- Run it with: psql -X -v ON_ERROR_STOP=1 -d DATABASE -f THIS_FILE
-- Not in a transaction: CONCURRENTLY cannot run in one. Building takes long on large tables, but
-- blocks no reads and no writes.
-- A build that fails leaves an invalid index behind: drop it with DROP INDEX CONCURRENTLY before
-- you run the script again.
-- The indexes at its end are dropped only by a second run, with -v drop=yes, which does nothing
-- else: first see that the new ones are there and used.

SET statement_timeout = 0;

\if :{?drop}
\else

-- 1. public.orders, 39.3 MB, saves 82.0 % of the workload's cost, used by 2 queries
-- finds rows by customer_id and gives them in the order of created_at
--   SELECT * FROM orders WHERE customer_id = $1 ORDER BY created_at DESC LIMIT $2
--   SELECT count(*) FROM orders WHERE customer_id = $1
CREATE INDEX CONCURRENTLY orders_customer_id_created_at_idx ON public.orders (customer_id, created_at);

-- 2. "Shop"."Event ""log""", 8.0 kB, saves 4.9 % of the workload's cost, used by 1 query
-- finds the newest rows
--   SELECT `x` FROM "Shop"."Event ""log"""; -- */ DROP
CREATE INDEX "Event_log_At_idx" ON ONLY "Shop"."Event
""log""" ("At", "kind|of");
CREATE INDEX CONCURRENTLY "Event_log_1_At_idx" ON "Shop".event_1 ("At", "kind|of");
ALTER INDEX "Shop"."Event_log_At_idx" ATTACH PARTITION "Shop"."Event_log_1_At_idx";

-- reindex public.orders_pkey of public.orders, 100 MB, wins about 70.0 MB
-- it takes 100 MB, and about 30.0 MB when built anew, which the disk needs for as long as both are
-- there
REINDEX INDEX CONCURRENTLY public.orders_pkey;

-- Extended statistics on public.orders (zip, city)
-- zip decides city in 100 % of the rows, and the planner takes them for independent: it expects 2
-- rows where it would expect 150 if it knew, and would plan otherwise
--   SELECT * FROM orders WHERE zip = $1 AND city = $2
CREATE STATISTICS public.orders_zip_city_stat (dependencies) ON zip, city FROM public.orders;
ANALYZE public.orders;

\endif

\if :{?drop}

-- drop public."Customer --DROP" of public.orders, 12.0 MB
-- the recommended orders_customer_id_created_at_idx begins with its keys and serves in its stead:
-- drop it once that one is there; without it the statement that uses it costs 1.5 % more at most
-- The way back:
--   CREATE INDEX CONCURRENTLY "Customer
--   --DROP" ON public.orders USING btree (customer_id);
DROP INDEX CONCURRENTLY public."Customer
--DROP";

\endif
