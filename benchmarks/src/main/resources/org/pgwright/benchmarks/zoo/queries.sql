-- query species by key
SELECT * FROM zoo.species WHERE species_id = 17;

-- query species by array overlap
SELECT species_id, name FROM zoo.species WHERE traits && ARRAY['trait-12', 'trait-301'];

-- query species by array containment
SELECT name FROM zoo.species WHERE traits @> ARRAY['trait-3', 'trait-20'];

-- query species by document
SELECT name FROM zoo.species WHERE facts @> '{"diet": "meat", "legs": 4}';

-- query species by document path
SELECT name FROM zoo.species WHERE facts @@ '$.legs > 4';

-- query species by text search
SELECT name FROM zoo.species WHERE search @@ to_tsquery('english', 'number77 & river');

-- query species by ranked text search
SELECT name, ts_rank(search, q) AS rank
FROM zoo.species, to_tsquery('english', 'desert | island') q
WHERE search @@ q
ORDER BY rank DESC
LIMIT 10;

-- query species by part of the name
SELECT name FROM zoo.species WHERE name ILIKE '%tapir 12%';

-- query species by similar name
SELECT name FROM zoo.species WHERE name OPERATOR(ext.%) 'great heron 121';

-- query species by prefix of a C column
SELECT name FROM zoo.species WHERE latin_name LIKE 'A%';

-- query species of an enum value
SELECT count(*) FROM zoo.species WHERE status >= 'endangered';

-- query animals of a species
SELECT name, born FROM zoo.animals WHERE species_id = 3;

-- query animals of rare species
SELECT a.name, s.name
FROM zoo.animals a
JOIN zoo.species s ON s.species_id = a.species_id
WHERE s.status = 'critical' AND a.died IS NULL
ORDER BY a.weight DESC NULLS LAST
LIMIT 20;

-- query animals by lower name
SELECT animal_id FROM zoo.animals WHERE lower(name) = 'animal bo 1';

-- query animals by decade
SELECT count(*) FROM zoo.animals WHERE zoo.birth_decade(born) = 2010;

-- query animals by decade and species
SELECT name FROM zoo.animals WHERE zoo.birth_decade(born) = 2020 AND species_id BETWEEN 5 AND 9;

-- query animal by chip
SELECT * FROM zoo.animals WHERE chip = 'c4ca4238-a0b9-2382-0dcc-509a6f75849b';

-- query heaviest living animals
SELECT animal_id, weight FROM zoo.animals WHERE died IS NULL ORDER BY weight DESC NULLS LAST LIMIT 25;

-- query living animals over a weight
SELECT animal_id FROM zoo.animals WHERE died IS NULL AND weight > 1000;

-- query animals near a point
SELECT animal_id FROM zoo.animals WHERE home <@ box '((100,100),(140,140))';

-- query nearest animals
SELECT animal_id, home <-> point '(500,500)' AS distance FROM zoo.animals ORDER BY home <-> point '(500,500)' LIMIT 8;

-- query oldest living females
SELECT animal_id, born FROM zoo.animals WHERE died IS NULL AND sex = 'f' ORDER BY born LIMIT 10;

-- query animals of two correlated columns
SELECT species_id, sex, count(*) FROM zoo.animals WHERE species_id = 1 AND sex = 'm' GROUP BY species_id, sex;

-- query animals grouped by extended statistics
SELECT species_id, sex, count(*) FROM zoo.animals GROUP BY species_id, sex;

-- query animals by either of two columns
SELECT name FROM zoo.animals WHERE animal_id IN (1, 5, 900) OR species_id = 200;

-- query animals without a weight
SELECT count(*) FROM zoo.animals WHERE weight IS NULL AND notes IS NOT NULL;

-- query animals by a field of a composite
SELECT animal_id FROM zoo.animals WHERE (size).length > 95;

-- query pages of animals
SELECT animal_id, name FROM zoo.animals WHERE animal_id > 1200 ORDER BY animal_id LIMIT 50;

-- query keeper by key
SELECT "fullName" FROM zoo."Keeper" WHERE "keeperId" = 44;

-- query last keepers hired
SELECT "fullName", "Hired" FROM zoo."Keeper" ORDER BY "Hired" DESC, "fullName" LIMIT 12;

-- query active keepers of a region
SELECT "keeperId" FROM zoo."Keeper" WHERE active AND region = 'region-3';

-- query keepers by a domain column
SELECT "keeperId" FROM zoo."Keeper" WHERE mail = 'keeper17@zoo.example';

-- query feedings of a day
SELECT count(*), sum(amount) FROM zoo.feedings
WHERE fed_at >= '2025-03-10 00:00+00' AND fed_at < '2025-03-11 00:00+00';

-- query last feedings of an animal
SELECT fed_at, food, amount FROM zoo.feedings WHERE animal_id = 71 ORDER BY fed_at DESC LIMIT 5;

-- query last feedings of all
SELECT feeding_id, fed_at FROM zoo.feedings ORDER BY fed_at DESC LIMIT 20;

-- query feedings by food and month
SELECT date_trunc('month', fed_at) AS month, food, sum(amount) FROM zoo.feedings GROUP BY 1, 2 ORDER BY 1, 2;

-- query feedings beyond the last partition
SELECT * FROM zoo.feedings WHERE fed_at > '2025-07-09 00:00+00' ORDER BY fed_at LIMIT 10;

-- query feedings with animals and species
SELECT s.name, sum(f.amount)
FROM zoo.feedings f
JOIN zoo.animals a ON a.animal_id = f.animal_id
JOIN zoo.species s ON s.species_id = a.species_id
WHERE f.fed_at BETWEEN '2025-02-03 00:00+00' AND '2025-02-05 00:00+00'
GROUP BY s.name
ORDER BY 2 DESC
LIMIT 10;

-- query feedings by a keeper
SELECT count(*) FROM zoo.feedings WHERE "keeperId" = 9 AND food = 'fish';

-- query animals never fed with fruit
SELECT a.animal_id FROM zoo.animals a
WHERE NOT EXISTS (SELECT 1 FROM zoo.feedings f WHERE f.animal_id = a.animal_id AND f.food = 'fruit')
  AND a.species_id < 5;

-- query tickets of a kind
SELECT count(*), avg(price) FROM zoo.tickets WHERE kind = 'school' AND sold_at > '2025-05-01 00:00+00';

-- query tickets of two kinds
SELECT kind, sum(price) FROM zoo.tickets WHERE kind IN ('day', 'year') GROUP BY kind;

-- query tickets of a buyer
SELECT ticket_id, price FROM zoo.tickets WHERE buyer = 'buyer-77' ORDER BY sold_at;

-- query first tickets of a week
SELECT ticket_id FROM zoo.tickets
WHERE sold_at >= '2025-02-01 00:00+00' AND sold_at < '2025-02-08 00:00+00'
ORDER BY sold_at
LIMIT 10;

-- query visits of a gate and month
SELECT sum(guests) FROM zoo.visits WHERE gate = 'north' AND visited BETWEEN '2025-04-01' AND '2025-04-30';

-- query visits of a country
SELECT visited, count(*) FROM zoo.visits WHERE country = 'country-80' GROUP BY visited ORDER BY visited;

-- query visits by gate and year
SELECT gate, extract(year FROM visited) AS year, sum(guests) FROM zoo.visits GROUP BY 1, 2;

-- query measurements of an hour
SELECT avg(value) FROM zoo.measurements
WHERE taken_at BETWEEN '2025-01-09 10:00+00' AND '2025-01-09 11:00+00';

-- query measurements of a sensor
SELECT max(value) FROM zoo.measurements WHERE sensor_id = 301;

-- query measurements newest of a sensor
SELECT taken_at, value FROM zoo.measurements WHERE sensor_id = 12 ORDER BY taken_at DESC LIMIT 1;

-- query measurements by label
SELECT count(*) FROM zoo.measurements WHERE labels @> '{"unit": "lux", "site": 7}';

-- query measurements over a value
SELECT sensor_id, count(*) FROM zoo.measurements WHERE value > 99.5 GROUP BY sensor_id HAVING count(*) > 1;

-- query bookings at a time
SELECT booking_id, enclosure FROM zoo.bookings WHERE during @> timestamptz '2025-01-20 03:00+00';

-- query bookings of an enclosure
SELECT booking_id FROM zoo.bookings WHERE enclosure = 7 AND during && tstzrange('2025-01-02 00:00+00', '2025-01-03 00:00+00');

-- query bookings for a purpose
SELECT enclosure, count(*) FROM zoo.bookings WHERE purpose = 'filming' GROUP BY enclosure;

-- query incidents with the archive
SELECT count(*) FROM zoo.incidents WHERE severity = 5;

-- query incidents of now
SELECT incident_id FROM ONLY zoo.incidents WHERE severity >= 4 AND happened > '2025-03-01 00:00+00';

-- query incidents of a day in the archive
SELECT incident_id, report FROM zoo.incidents WHERE happened BETWEEN '2020-03-01 00:00+00' AND '2020-03-02 00:00+00';

-- query treatments of an animal
SELECT treated, cost FROM zoo.treatments WHERE animal_id = 15;

-- query treatments as a role with row security
-- role zoo_vet
SELECT vet, count(*), sum(cost) FROM zoo.treatments WHERE treated > '2025-01-01' GROUP BY vet;

-- query treatment by key as a role with row security
-- role zoo_vet
SELECT * FROM zoo.treatments WHERE treatment_id = 12;

-- query open treatments of a vet through a view
SELECT animal_id, treated FROM zoo.open_treatments WHERE vet = 'vet-7' ORDER BY treated;

-- query living animals through a view
SELECT species, count(*), avg(weight) FROM zoo.living_animals WHERE status = 'vulnerable' GROUP BY species;

-- query food by day
SELECT fed_on, amount FROM zoo.food_by_day WHERE food = 'hay' AND fed_on >= '2025-06-01' ORDER BY fed_on;

-- query common table expression
WITH heavy AS MATERIALIZED (SELECT animal_id, species_id FROM zoo.animals WHERE weight > 900)
SELECT s.name, count(*) FROM heavy JOIN zoo.species s USING (species_id) GROUP BY s.name ORDER BY 2 DESC LIMIT 5;

-- query recursion
WITH RECURSIVE line AS (
    SELECT animal_id, 1 AS depth FROM zoo.animals WHERE animal_id = 4
    UNION ALL
    SELECT a.animal_id, l.depth + 1 FROM line l JOIN zoo.animals a ON a.animal_id = l.animal_id * 2 WHERE l.depth < 10
)
SELECT * FROM line;

-- query window
SELECT animal_id, weight, rank() OVER (PARTITION BY species_id ORDER BY weight DESC) FROM zoo.animals WHERE species_id < 20;

-- query lateral
SELECT s.name, f.animal_id
FROM zoo.species s
CROSS JOIN LATERAL (SELECT a.animal_id FROM zoo.animals a WHERE a.species_id = s.species_id ORDER BY a.weight LIMIT 1) f
WHERE s.status = 'endangered';

-- query union
SELECT name FROM zoo.animals WHERE species_id = 1 UNION SELECT "fullName" FROM zoo."Keeper" WHERE region = 'region-1';

-- query insert
INSERT INTO zoo.measurements (measurement_id, sensor_id, taken_at, value) VALUES (-1, 5, '2025-07-01 00:00+00', 1.5);

-- query update
UPDATE zoo.animals SET weight = weight + 1 WHERE chip = 'c4ca4238-a0b9-2382-0dcc-509a6f75849b';

-- query update of partitions
UPDATE zoo.feedings SET amount = 0 WHERE animal_id = 5 AND fed_at < '2025-02-01 00:00+00';

-- query delete
DELETE FROM zoo.tickets WHERE sold_at < '2025-01-02 00:00+00' AND kind = 'family';
