package org.pgwright.web.page;

import org.pgwright.repository.figures.WatchedInstance;

import java.util.regex.Pattern;

/** Where a page of a database is. */
public record Place(WatchedInstance database, Section section) {
    /** What can stand in an address as it is. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]*");

    /** The address of the database's page: with its name where that is plain, else with its id. */
    public static String address(WatchedInstance database) {
        boolean isPlain = PLAIN.matcher(database.name()).matches();
        return "/db/" + (isPlain ? database.name() : database.instanceId().toString());
    }

    /** The same of the database of this place. */
    public String address() {
        return address(database);
    }

    /** The address of a section of it. */
    public String address(Section other) {
        return address() + other.path();
    }
}
