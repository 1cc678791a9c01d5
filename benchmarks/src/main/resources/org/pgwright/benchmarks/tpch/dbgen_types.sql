-- The types of dbgen's own dss.ddl, which the literature's measurements use: keys of orders have four bytes there.
ALTER TABLE orders ALTER COLUMN o_orderkey TYPE integer;
ALTER TABLE lineitem ALTER COLUMN l_orderkey TYPE integer;
