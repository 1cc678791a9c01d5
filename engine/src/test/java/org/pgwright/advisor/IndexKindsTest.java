package org.pgwright.advisor;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.catalog.Bytes;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

/** Indexes other than plain B-trees, from statements to definitions, on a twin of a database. */
final class IndexKindsTest {
    private static final String SCHEMA =
            """
            create extension btree_gin;
            create extension btree_gist;
            create table events (id int primary key, kind int not null, labels text[] not null, during tstzrange not null, filler text not null);
            insert into events select i, (i * 7919::bigint) % 100, array['l' || i % 90, 'm' || i % 70],
                tstzrange('2026-01-01'::timestamptz + (i % 300) * interval '1 hour', '2026-01-01'::timestamptz + (i % 300 + 1) * interval '1 hour'),
                repeat('x', 100) from generate_series(1, 60000) i;
            create table articles (id int primary key, title text collate "und-x-icu" not null, words tsvector not null,
                labels text[] not null, facts jsonb not null, filler text not null);
            create table bookings (id int primary key, room int not null, during tstzrange not null, filler text not null);
            create table readings (at timestamptz not null, sensor int not null, value float not null, raw text not null);
            create table jobs (id int primary key, state text not null, queued_at timestamptz not null, filler text not null);
            create table pages (url text not null, visits int not null);
            insert into articles select i, 'title ' || i, to_tsvector('simple', 'word' || i % 700 || ' other' || i % 1100),
                array['l' || i % 400, 'm' || i % 900], jsonb_build_object('k' || i % 300, i, 'type', i % 50), repeat('x', 100)
                from generate_series(1, 40000) i;
            insert into bookings select i, i % 50, tstzrange('2026-01-01'::timestamptz + i * interval '1 minute',
                '2026-01-01'::timestamptz + i * interval '1 minute' + interval '1 hour'), repeat('x', 60)
                from generate_series(1, 40000) i;
            insert into readings select '2026-01-01'::timestamptz + i * interval '1 second', (i * 7919::bigint) % 200, i, repeat('r', 300)
                from generate_series(1, 200000) i;
            insert into pages select 'https://example.org/' || repeat(md5(i::text), 8), i from generate_series(1, 20000) i;
            insert into jobs select i, case when i % 40 = 0 then 'queued' when i % 3 = 0 then 'failed' else 'done' end,
                '2026-01-01'::timestamptz + (i * 7919::bigint) % 100000 * interval '1 second', repeat('x', 100)
                from generate_series(1, 60000) i;
            """;

    private static TwinAdvice library;

    @BeforeAll
    static void makeLibrary() {
        TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
        database.execute(SCHEMA.split(";\n"));
        library = new TwinAdvice(database.vacuumed());
    }

    @AfterAll
    static void dropLibrary() {
        library.close();
    }

    @Test
    void aDocumentThatContainsAnotherIsFoundByItsPaths() {
        library.advise("select id from articles where facts @> '{\"type\": 7, \"k9\": 9}'")
                .recommends("articles USING gin (facts pg_catalog.jsonb_path_ops)");
    }

    @Test
    void aDocumentWithAKeyIsFoundByItsKeys() {
        library.advise("select id from articles where facts ? 'k77'")
                .recommends("articles USING gin (facts)");
    }

    @Test
    void anArrayIsFoundByItsElements() {
        library.advise("select id from articles where labels @> array['l77']")
                .recommends("articles USING gin (labels)");
    }

    @Test
    void anArrayAndAValueAreFoundTogetherWhereBtreeGinIsInstalled() {
        library.advise("select id from events where kind = 7 and labels @> array['l7']")
                .recommends("events USING gin (kind, labels)");
    }

    @Test
    void aPeriodOfARoomIsFoundByBothWhereBtreeGistIsInstalled() {
        library.advise(
                        "select id from events where kind = 7 and during && tstzrange('2026-01-03',"
                                + " '2026-01-05')")
                .recommends("events USING gist (kind, during)");
    }

    @Test
    void aTextIsFoundByItsWords() {
        library.advise("select id from articles where words @@ to_tsquery('simple', 'word77')")
                .recommends("articles USING gin (words)");
    }

    @Test
    void severalSearchesOfATableShareAnInvertedIndex() {
        library.advise(
                        "select id from articles where words @@ to_tsquery('simple', 'word77') and"
                                + " labels @> array['l77']")
                .recommendsOneOf(
                        "articles USING gin (words, labels)", "articles USING gin (labels, words)");
    }

    @Test
    void rangesThatOverlapAreFoundByASearchTree() {
        library.advise(
                        "select id from bookings where during &&"
                                + " tstzrange('2026-01-05 10:00', '2026-01-05 11:00')")
                .recommendsOneOf("bookings USING gist (during)", "bookings USING spgist (during)");
    }

    @Test
    void aPrefixUnderALanguagesOrderNeedsAnOrderByBytes() {
        library.advise("select * from articles where title like 'title 77%'")
                .recommends("articles (title pg_catalog.text_pattern_ops)");
    }

    @Test
    void aPatternWithoutBeginningNeedsTrigrams() {
        library.advise("select id from articles where title like '%77%'")
                .recommendsNothing()
                .rejects(
                        "articles USING gin (title public.gin_trgm_ops)",
                        "pg_trgm is not installed");
    }

    @Test
    void whatAnExpressionGivesIsFoundByIt() {
        library.advise("select * from articles where lower(title) = 'title 77'")
                .recommends("articles ((lower(title)))");
        library.advise("select * from articles where facts->>'type' = '7'")
                .recommends("articles ((facts ->> 'type'::text))");
    }

    @Test
    void fewRowsOfAStateAreKeptInAPartialIndex() {
        library.advise("select * from jobs where state = 'queued' order by queued_at limit 2")
                .recommends("jobs (queued_at) WHERE state = 'queued'::text");
    }

    @Test
    void aStateOfManyRowsGetsAnIndexOfAll() {
        library.advise("select * from jobs where state = 'done' order by queued_at limit 10")
                .recommends("jobs (queued_at)");
    }

    @Test
    void wideValuesAreFoundByTheirHash() {
        library.advise("select visits from pages where url = 'https://example.org/x'")
                .recommends("pages USING hash (url)");
    }

    @Test
    void fewColumnsOfManyRowsAreReadFromTheIndexAlone() {
        library.advise("select avg(value) from readings where sensor = 7")
                .recommends("readings (sensor) INCLUDE (value)")
                .because("index-only scan");
    }

    @Test
    void rowsInTheOrderOfTheirTimeAreFoundByABlockRangeIndexWhereBytesAreFew() {
        library.advise(
                        new Budget(new Bytes(1_000_000), null),
                        "select sum(value) from readings where at between '2026-01-01 10:00' and"
                                + " '2026-01-01 22:00' and raw <> 'x'")
                .recommends("readings USING brin (at)");
    }
}
