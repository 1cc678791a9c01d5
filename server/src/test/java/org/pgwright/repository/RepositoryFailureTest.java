package org.pgwright.repository;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.jdbc.UncategorizedSQLException;

import java.sql.SQLException;

final class RepositoryFailureTest {
    @Test
    void passesWhereThePoolHasClosedAConnectionThatWasLost() {
        assertThat(RepositoryFailure.mayPass(of(new SQLException("Connection is closed"))))
                .isTrue();
    }

    @Test
    void passesWhereTheConnectionWasLost() {
        assertThat(
                        RepositoryFailure.mayPass(
                                of(new PSQLException("lost", PSQLState.CONNECTION_FAILURE))))
                .isTrue();
    }

    @Test
    void doesNotPassByItself() {
        assertThat(
                        RepositoryFailure.mayPass(
                                of(new PSQLException("taken", PSQLState.UNIQUE_VIOLATION))))
                .isFalse();
        assertThat(RepositoryFailure.mayPass(of(new PSQLException("unknown", null)))).isFalse();
        assertThat(RepositoryFailure.mayPass(new IllegalStateException("a defect"))).isFalse();
    }

    private static UncategorizedSQLException of(SQLException cause) {
        return new UncategorizedSQLException("work", null, cause);
    }
}
