package org.pgwright.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.QualifiedName;

final class TableUseTest {
    private final TableUse use = new TableUse(new QualifiedName("shop", "orders"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO orders VALUES ($1)",
                "insert into shop.orders (id) select $1",
                "UPDATE ONLY Shop.Orders SET note = $1",
                "/* x */ update orders o set id = $1",
                "DELETE FROM \"orders\" WHERE id = $1",
                "WITH gone AS (DELETE FROM only orders RETURNING *) SELECT * FROM gone",
                "MERGE INTO orders USING news n ON n.id = orders.id WHEN MATCHED THEN DELETE",
                "INSERT INTO log SELECT $1; UPDATE orders SET id = $2",
                "copy shop.orders (id) from stdin"
            })
    void findsWrites(String sql) {
        assertThat(use.of(sql)).isEqualTo(Bearing.WRITES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM orders",
                "SELECT o.id FROM customers c JOIN shop.orders o ON o.customer = c.id",
                "INSERT INTO archive SELECT * FROM orders",
                "UPDATE customers SET total = t FROM orders WHERE orders.customer = customers.id",
                "DELETE FROM lines USING orders WHERE orders.id = lines.id",
                "SELECT * FROM orders FOR UPDATE",
                "SELECT * FROM orders FOR NO KEY UPDATE OF orders",
                "copy orders to stdout"
            })
    void findsReads(String sql) {
        assertThat(use.of(sql)).isEqualTo(Bearing.READS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SELECT $1",
                "SELECT 'orders' FROM customers",
                "SELECT * FROM \"Orders\"",
                "SELECT * FROM old.orders",
                "UPDATE old.orders SET id = $1",
                "SELECT * FROM orders_2",
                "SELECT * -- orders"
            })
    void leavesOthersAlone(String sql) {
        assertThat(use.of(sql)).isEqualTo(Bearing.NONE);
    }

    @Test
    void findsNamesThatHaveToBeQuoted() {
        TableUse quoted = new TableUse(new QualifiedName("My shop", "Orders of \"today\""));

        assertThat(quoted.of("UPDATE \"My shop\".\"Orders of \"\"today\"\"\" SET id = $1"))
                .isEqualTo(Bearing.WRITES);
        assertThat(quoted.of("SELECT * FROM orders")).isEqualTo(Bearing.NONE);
    }
}
