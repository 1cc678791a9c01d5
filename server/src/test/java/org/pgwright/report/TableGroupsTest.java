package org.pgwright.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableGroupsTest {
    @ParameterizedTest
    @CsvSource({
        "model_versions, model version",
        "ModelVersions, model version",
        "orders_2026_01, order",
        "categories, category",
        "address, address",
        "status, status",
        "bus, bus",
        "_1, _1",
        "ÄpfelListe, äpfel liste"
    })
    void takesNamesApartIntoWords(String name, String words) {
        assertThat(String.join(" ", TableGroups.words(name))).isEqualTo(words);
    }
}
