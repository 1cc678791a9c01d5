package org.pgwright.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

final class SearchEndTest {
    @Test
    void comesWithTheDeadline() {
        AtomicBoolean late = new AtomicBoolean();
        try (SearchEnd end = SearchEnd.open(late::get, false, warning -> {})) {
            assertThat(end.getAsBoolean()).isFalse();
            late.set(true);
            assertThat(end.getAsBoolean()).isTrue();
        }
    }

    @Test
    void comesWithTheFirstInterrupt() throws Exception {
        BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
        try (SearchEnd end = SearchEnd.open(() -> false, true, warnings::add)) {
            assertThat(end.getAsBoolean()).isFalse();
            String own = String.valueOf(ProcessHandle.current().pid());
            assertThat(new ProcessBuilder("kill", "-INT", own).start().waitFor()).isZero();
            assertThat(warnings.poll(1, TimeUnit.MINUTES)).startsWith("interrupted");
            assertThat(end.getAsBoolean()).isTrue();
        }
    }
}
