-- One of every kind of thing that a schema may hold and a planner may ask about.
CREATE SCHEMA zoo;
CREATE SCHEMA ext;
CREATE EXTENSION pg_trgm SCHEMA ext;
CREATE EXTENSION btree_gist SCHEMA ext;

CREATE TYPE zoo.conservation AS ENUM ('least concern', 'vulnerable', 'endangered', 'critical');
CREATE TYPE zoo.ticket_kind AS ENUM ('day', 'family', 'year', 'school');
CREATE TYPE zoo.dimensions AS (length numeric, width numeric, height numeric);
CREATE DOMAIN zoo.email AS text CHECK (VALUE LIKE '%@%');
CREATE DOMAIN zoo.grams AS integer CHECK (VALUE >= 0);

CREATE FUNCTION zoo.birth_decade(born date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN extract(year FROM born)::integer / 10 * 10;

CREATE TABLE zoo.species (
    species_id  integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL UNIQUE,
    latin_name  text COLLATE "C" NOT NULL,
    status      zoo.conservation NOT NULL,
    traits      text[] NOT NULL,
    facts       jsonb NOT NULL,
    description text NOT NULL,
    search      tsvector GENERATED ALWAYS AS (to_tsvector('english'::regconfig, description)) STORED
);
CREATE INDEX species_traits ON zoo.species USING gin (traits);
CREATE INDEX species_facts ON zoo.species USING gin (facts jsonb_path_ops);
CREATE INDEX species_search ON zoo.species USING gin (search);
CREATE INDEX species_name_trigrams ON zoo.species USING gin (name ext.gin_trgm_ops);
CREATE INDEX species_latin_name ON zoo.species (latin_name);

CREATE TABLE zoo.animals (
    animal_id  bigint PRIMARY KEY,
    species_id integer NOT NULL REFERENCES zoo.species,
    name       text NOT NULL,
    sex        character(1) NOT NULL,
    born       date NOT NULL,
    died       date,
    weight     numeric(8, 2),
    chip       uuid NOT NULL,
    home       point NOT NULL,
    size       zoo.dimensions,
    notes      text
);
CREATE INDEX animals_species ON zoo.animals (species_id) INCLUDE (name, born);
CREATE INDEX animals_lower_name ON zoo.animals (lower(name));
CREATE INDEX animals_decade ON zoo.animals (zoo.birth_decade(born), species_id);
CREATE INDEX animals_chip ON zoo.animals USING hash (chip);
CREATE INDEX animals_alive_by_weight ON zoo.animals (weight DESC NULLS LAST) WHERE died IS NULL;
CREATE INDEX animals_home ON zoo.animals USING gist (home);
CREATE UNIQUE INDEX animals_oldest_alive ON zoo.animals (born, animal_id) WHERE died IS NULL AND sex = 'f';
CREATE STATISTICS zoo.animals_species_sex (dependencies, ndistinct, mcv) ON species_id, sex FROM zoo.animals;

CREATE TABLE zoo."Keeper" (
    "keeperId" integer PRIMARY KEY,
    "fullName" text NOT NULL,
    "Hired"    date NOT NULL,
    mail       zoo.email NOT NULL,
    region     text NOT NULL,
    active     boolean NOT NULL DEFAULT true
);
CREATE INDEX "Keeper_byHired" ON zoo."Keeper" ("Hired" DESC, "fullName");
CREATE INDEX "Keeper ""active""" ON zoo."Keeper" (region) WHERE active;

-- by month
CREATE TABLE zoo.feedings (
    feeding_id  bigint NOT NULL,
    animal_id   bigint NOT NULL REFERENCES zoo.animals,
    "keeperId"  integer NOT NULL,
    fed_at      timestamptz NOT NULL,
    food        text NOT NULL,
    amount      zoo.grams NOT NULL,
    PRIMARY KEY (feeding_id, fed_at)
) PARTITION BY RANGE (fed_at);
CREATE TABLE zoo.feedings_01 PARTITION OF zoo.feedings FOR VALUES FROM ('2025-01-01 00:00+00') TO ('2025-02-01 00:00+00');
CREATE TABLE zoo.feedings_02 PARTITION OF zoo.feedings FOR VALUES FROM ('2025-02-01 00:00+00') TO ('2025-03-01 00:00+00');
CREATE TABLE zoo.feedings_03 PARTITION OF zoo.feedings FOR VALUES FROM ('2025-03-01 00:00+00') TO ('2025-04-01 00:00+00');
CREATE TABLE zoo.feedings_04 PARTITION OF zoo.feedings FOR VALUES FROM ('2025-04-01 00:00+00') TO ('2025-05-01 00:00+00');
CREATE TABLE zoo.feedings_05 PARTITION OF zoo.feedings FOR VALUES FROM ('2025-05-01 00:00+00') TO ('2025-06-01 00:00+00');
CREATE TABLE zoo.feedings_06 PARTITION OF zoo.feedings FOR VALUES FROM ('2025-06-01 00:00+00') TO ('2025-07-01 00:00+00');
CREATE TABLE zoo.feedings_rest PARTITION OF zoo.feedings DEFAULT;
CREATE INDEX feedings_animal ON zoo.feedings (animal_id, fed_at DESC);

-- by kind
CREATE TABLE zoo.tickets (
    ticket_id bigint NOT NULL,
    kind      zoo.ticket_kind NOT NULL,
    sold_at   timestamptz NOT NULL,
    price     numeric(8, 2) NOT NULL,
    buyer     text
) PARTITION BY LIST (kind);
CREATE TABLE zoo.tickets_day PARTITION OF zoo.tickets FOR VALUES IN ('day');
CREATE TABLE zoo.tickets_family PARTITION OF zoo.tickets FOR VALUES IN ('family');
CREATE TABLE zoo.tickets_other PARTITION OF zoo.tickets FOR VALUES IN ('year', 'school');
CREATE INDEX tickets_sold ON zoo.tickets (sold_at);

-- by year, then by gate
CREATE TABLE zoo.visits (
    visit_id bigint NOT NULL,
    visited  date NOT NULL,
    gate     text NOT NULL,
    guests   smallint NOT NULL,
    country  text NOT NULL
) PARTITION BY RANGE (visited);
CREATE TABLE zoo.visits_2024 PARTITION OF zoo.visits FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (gate);
CREATE TABLE zoo.visits_2025 PARTITION OF zoo.visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (gate);
CREATE TABLE zoo.visits_2024_north PARTITION OF zoo.visits_2024 FOR VALUES IN ('north');
CREATE TABLE zoo.visits_2024_other PARTITION OF zoo.visits_2024 DEFAULT;
CREATE TABLE zoo.visits_2025_north PARTITION OF zoo.visits_2025 FOR VALUES IN ('north');
CREATE TABLE zoo.visits_2025_other PARTITION OF zoo.visits_2025 DEFAULT;
CREATE INDEX visits_country ON zoo.visits (country, visited);

CREATE TABLE zoo.measurements (
    measurement_id bigint NOT NULL,
    sensor_id      integer NOT NULL,
    taken_at       timestamptz NOT NULL,
    value          double precision,
    labels         jsonb
);
CREATE INDEX measurements_taken ON zoo.measurements USING brin (taken_at) WITH (pages_per_range = 32);

CREATE TABLE zoo.bookings (
    booking_id integer PRIMARY KEY,
    enclosure  integer NOT NULL,
    during     tstzrange NOT NULL,
    purpose    text NOT NULL,
    EXCLUDE USING gist (enclosure WITH OPERATOR(pg_catalog.=), during WITH &&)
);
CREATE INDEX bookings_during ON zoo.bookings USING gist (during);

CREATE TABLE zoo.incidents (
    incident_id integer PRIMARY KEY,
    happened    timestamptz NOT NULL,
    severity    smallint NOT NULL,
    report      text NOT NULL
);
CREATE TABLE zoo.incidents_archive (
    archived date NOT NULL
) INHERITS (zoo.incidents);
CREATE INDEX incidents_archive_happened ON zoo.incidents_archive (happened);

CREATE TABLE zoo.treatments (
    treatment_id integer PRIMARY KEY,
    animal_id    bigint NOT NULL REFERENCES zoo.animals,
    vet          text NOT NULL,
    treated      date NOT NULL,
    cost         numeric(8, 2) NOT NULL,
    open         boolean NOT NULL
);
ALTER TABLE zoo.treatments ENABLE ROW LEVEL SECURITY;
CREATE POLICY treatments_still_open ON zoo.treatments FOR SELECT USING (open OR vet = 'vet-1');

CREATE VIEW zoo.living_animals AS
SELECT a.animal_id, a.name, a.born, a.weight, s.name AS species, s.status
FROM zoo.animals a
JOIN zoo.species s USING (species_id)
WHERE a.died IS NULL;

CREATE VIEW zoo.open_treatments WITH (security_barrier) AS
SELECT treatment_id, animal_id, vet, treated FROM zoo.treatments WHERE open;

CREATE MATERIALIZED VIEW zoo.food_by_day AS
SELECT (fed_at AT TIME ZONE 'UTC')::date AS fed_on, food, count(*) AS feedings, sum(amount) AS amount
FROM zoo.feedings
GROUP BY 1, 2
WITH NO DATA;
CREATE UNIQUE INDEX food_by_day_key ON zoo.food_by_day (fed_on, food);

-- roles belong to the server, which may know it from another database
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'zoo_vet') THEN
        CREATE ROLE zoo_vet LOGIN;
    END IF;
END
$$;
GRANT USAGE ON SCHEMA zoo TO zoo_vet;
GRANT SELECT ON zoo.treatments TO zoo_vet;
