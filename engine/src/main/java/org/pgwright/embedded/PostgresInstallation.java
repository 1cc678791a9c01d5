package org.pgwright.embedded;

import java.nio.file.Path;

/**
 * Binaries of PostgreSQL that can be run on this machine.
 *
 * @param major 14 to 18, or whatever the binaries say
 * @param version as the binaries say it, such as {@code 15.13 (Debian 15.13-0+deb12u1)}
 * @param bin the folder that holds {@code initdb} and {@code postgres}
 * @param shipped whether they came with pgwright, else they were found on the machine
 */
public record PostgresInstallation(int major, String version, Path bin, boolean shipped) {
    /** The absolute path of one of its programs. */
    public Path program(String name) {
        return bin.resolve(name);
    }
}
