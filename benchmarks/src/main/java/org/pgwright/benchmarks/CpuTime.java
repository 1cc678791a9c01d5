package org.pgwright.benchmarks;

import org.pgwright.benchmarks.process.ProcessStat;

import java.io.IOException;
import java.time.Duration;

/** The processor time of this process and of the children that it has seen end. */
final class CpuTime {
    private CpuTime() {}

    /** Works on Linux only. */
    static Duration now() throws IOException {
        return ProcessStat.ofThis().all();
    }
}
