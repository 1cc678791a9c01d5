package org.pgwright.advisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.advisor.Advice.Replanned;
import org.pgwright.advisor.Advice.StatisticsObject;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.util.List;

/** Extended statistics are advised where columns hang together and plans change by knowing it. */
final class StatisticsObjectsTest {
    /** Of 40 zips each has one city; makers and models are drawn independently. */
    private static final String SCHEMA =
            """
            create table towns (id int primary key, zip int not null, city int not null, maker int not null, model int not null, filler text not null);
            insert into towns select i, i % 40, i % 40 / 2, i * 7919::bigint % 211 % 20, i * 104729::bigint % 503 % 20, repeat('x', 100)
                from generate_series(1, 60000) i;
            create table visits (town int not null, at timestamptz not null);
            insert into visits select i % 60000, '2026-01-01'::timestamptz + i * interval '1 second' from generate_series(1, 120000) i;
            create index on visits (town);
            create index on towns (zip);
            """;

    private static final String JOINED =
            "select max(at) from towns join visits on visits.town = towns.id where zip = 7 and city = 3";

    private static final String GROUPED =
            "select * from (select zip, city, count(*) from towns group by zip, city) as z join visits on visits.town = z.zip";

    private static final String INDEPENDENT =
            "select max(at) from towns join visits on visits.town = towns.id where maker = 7 and model = 1";

    private static TwinAdvice library;

    @BeforeAll
    static void makeLibrary() {
        TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
        database.execute(SCHEMA.split(";\n"));
        library = new TwinAdvice(database.vacuumed(), JOINED, GROUPED, INDEPENDENT);
    }

    @AfterAll
    static void dropLibrary() {
        library.close();
    }

    private static List<StatisticsObject> objects(String... statements) {
        return library.advise(new Budget(null, 0), statements).advice().statisticsObjects();
    }

    @Test
    void whereAnEstimateIsFarOffAndTheJoinWouldBeAnother() {
        StatisticsObject object = objects(JOINED).getFirst();
        assertThat(object.definition())
                .isEqualTo(
                        "CREATE STATISTICS public.towns_zip_city_stat (dependencies) ON zip, city"
                                + " FROM public.towns");
        assertThat(object.reason())
                .startsWith("zip decides city in 100 % of the rows, and the planner takes them for")
                .containsPattern(
                        "it expects \\d\\d rows where it would expect 1,\\d\\d\\d if it knew");
        Replanned query = object.queries().getFirst();
        assertThat(query.rowsBefore()).isBetween(60.0, 90.0);
        assertThat(query.rowsAfter()).isBetween(1_300.0, 1_700.0);
        assertThat(query.pattern()).isEqualTo(JOINED);
    }

    @Test
    void whereGroupsAreFarFewerThanNumbersMultiplied() {
        StatisticsObject object = objects(GROUPED).getFirst();
        assertThat(object.kinds()).containsExactly("ndistinct");
        assertThat(object.reason()).startsWith("zip and city have 40 different pairs of values");
    }

    @Test
    void notWhereColumnsAreIndependent() {
        assertThat(objects(INDEPENDENT)).isEmpty();
    }

    @Test
    void notWhereThePlanStaysTheSame() {
        assertThat(objects("select max(filler) from towns where zip = 7 and city = 3")).isEmpty();
    }

    @Test
    void theSameStatementsGetTheSame() {
        assertThat(objects(JOINED)).isEqualTo(objects(JOINED));
    }
}
