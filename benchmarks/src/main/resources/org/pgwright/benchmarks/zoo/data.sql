-- Sizes at scale 1: 2,000 species, 20,000 animals, 200,000 feedings and measurements.
SELECT setseed(0.17);

INSERT INTO zoo.species (name, latin_name, status, traits, facts, description)
SELECT (ARRAY['red', 'great', 'lesser', 'spotted', 'blue', 'woolly', 'river'])[1 + s % 7] || ' '
           || (ARRAY['panda', 'otter', 'heron', 'lemur', 'tapir', 'gecko', 'mole', 'ibis'])[1 + s % 8] || ' ' || s,
       initcap(substr(md5('genus' || s % 300), 1, 8)) || ' ' || substr(md5('species' || s), 1, 6),
       (enum_range(NULL::zoo.conservation))[1 + floor(power(random(), 2) * 4)::int],
       ARRAY['trait-' || s % 5, 'trait-' || 10 + floor(random() * 40)::int, 'trait-' || 100 + s % 400],
       jsonb_build_object('diet', (ARRAY['plants', 'meat', 'both'])[1 + s % 3], 'legs', 2 * (s % 4),
                          'continents', jsonb_build_array('continent-' || s % 7, 'continent-' || s % 5)),
       (SELECT string_agg((ARRAY['river', 'forest', 'nocturnal', 'social', 'swims', 'climbs', 'rare', 'desert',
                                 'island', 'feeds on leaves', 'hunts fish', 'digs burrows'])[1 + w * s % 12], ' and ')
        FROM generate_series(1, 6) w) || ' number' || s
FROM generate_series(1, greatest(300, 2000 * current_setting('zoo.scale')::numeric)::int) s;

INSERT INTO zoo.animals
SELECT a,
       1 + floor(power(random(), 2) * (SELECT count(*) FROM zoo.species))::int,
       'Animal ' || (ARRAY['Ada', 'Bo', 'Cleo', 'Dot', 'Ede'])[1 + a % 5] || ' ' || a % 5000,
       CASE WHEN random() < 0.6 THEN 'f' ELSE 'm' END,
       date '2025-06-01' - floor(power(random(), 1.4) * 9000)::int,
       CASE WHEN random() < 0.4 THEN date '2025-06-01' - floor(random() * 900)::int END,
       CASE WHEN random() < 0.9 THEN round((exp(random() * 7))::numeric, 2) END,
       md5('chip' || a)::uuid,
       point(random() * 1000, random() * 1000),
       CASE WHEN a % 3 = 0 THEN ROW(a % 100, a % 50, a % 20)::zoo.dimensions END,
       CASE WHEN random() < 0.1 THEN repeat(md5(a::text), 3) END
FROM generate_series(1, (20000 * current_setting('zoo.scale')::numeric)::int) a;

INSERT INTO zoo."Keeper"
SELECT k, 'Keeper ' || md5(k::text), date '2025-06-01' - k % 4000, 'keeper' || k || '@zoo.example',
       'region-' || k % 12, k % 10 <> 0
FROM generate_series(1, greatest(500, 5000 * current_setting('zoo.scale')::numeric)::int) k;

INSERT INTO zoo.feedings
SELECT f,
       1 + floor(random() * (SELECT count(*) FROM zoo.animals))::int,
       1 + floor(power(random(), 2) * 500)::int,
       timestamptz '2025-01-01 00:00+00' + f * interval '190 days' / (200000 * current_setting('zoo.scale')::numeric)::float8,
       (ARRAY['hay', 'hay', 'hay', 'fish', 'fish', 'fruit', 'seeds', 'leaves'])[1 + floor(random() * 8)::int],
       floor(random() * 5000)::int
FROM generate_series(1, (200000 * current_setting('zoo.scale')::numeric)::int) f;

INSERT INTO zoo.tickets
SELECT t,
       (enum_range(NULL::zoo.ticket_kind))[1 + floor(power(random(), 3) * 4)::int],
       timestamptz '2025-01-01 00:00+00' + random() * interval '180 days',
       round((5 + random() * 90)::numeric, 2),
       CASE WHEN random() < 0.3 THEN 'buyer-' || floor(random() * 2000)::int END
FROM generate_series(1, (80000 * current_setting('zoo.scale')::numeric)::int) t;

INSERT INTO zoo.visits
SELECT v,
       date '2024-01-01' + floor(random() * 730)::int,
       (ARRAY['north', 'north', 'south', 'east'])[1 + floor(random() * 4)::int],
       1 + floor(random() * 6)::int,
       'country-' || floor(power(random(), 3) * 90)::int
FROM generate_series(1, (100000 * current_setting('zoo.scale')::numeric)::int) v;

INSERT INTO zoo.measurements
SELECT m,
       1 + floor(random() * 800)::int,
       timestamptz '2025-01-01 00:00+00' + m * interval '1 minute' + random() * interval '3 minutes',
       CASE WHEN random() < 0.97 THEN random() * 100 END,
       CASE WHEN m % 4 = 0 THEN jsonb_build_object('unit', (ARRAY['C', 'lux', 'pH'])[1 + m % 3], 'site', m % 40) END
FROM generate_series(1, (200000 * current_setting('zoo.scale')::numeric)::int) m;

-- one after the other in each of 100 enclosures, so that none overlap
INSERT INTO zoo.bookings
SELECT b, 1 + b % 100,
       tstzrange(timestamptz '2025-01-01 00:00+00' + (b / 100) * interval '9 hours',
                 timestamptz '2025-01-01 00:00+00' + (b / 100) * interval '9 hours' + (1 + b % 8) * interval '1 hour'),
       (ARRAY['cleaning', 'filming', 'repair', 'transfer'])[1 + b % 4]
FROM generate_series(1, (10000 * current_setting('zoo.scale')::numeric)::int) b;

INSERT INTO zoo.incidents
SELECT i, timestamptz '2025-01-01 00:00+00' + i * interval '10 minutes', 1 + i % 5, 'report ' || md5(i::text)
FROM generate_series(1, (20000 * current_setting('zoo.scale')::numeric)::int) i;

INSERT INTO zoo.incidents_archive
SELECT i, timestamptz '2020-01-01 00:00+00' + i * interval '15 minutes', 1 + i % 5, 'report ' || md5(i::text),
       date '2024-01-01' + i % 300
FROM generate_series(1, (40000 * current_setting('zoo.scale')::numeric)::int) i;

INSERT INTO zoo.treatments
SELECT t, 1 + floor(random() * (SELECT count(*) FROM zoo.animals))::int, 'vet-' || floor(power(random(), 2) * 40)::int,
       date '2023-01-01' + t % 880, round((20 + random() * 900)::numeric, 2), random() < 0.2
FROM generate_series(1, (30000 * current_setting('zoo.scale')::numeric)::int) t;

REFRESH MATERIALIZED VIEW zoo.food_by_day;
