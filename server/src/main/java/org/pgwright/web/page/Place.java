package org.pgwright.web.page;

import org.pgwright.repository.figures.WatchedInstance;

import java.util.UUID;
import java.util.regex.Pattern;

/** Where a page of a database is. */
public record Place(WatchedInstance database, Section section) {
    /** What can stand in an address as it is. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]*");

    /** The address of the database's page: with its name where that is plain, else with its id. */
    public static String address(WatchedInstance database) {
        return address(database.name(), database.instanceId());
    }

    /** The same of one that may not have been seen yet. */
    public static String address(String name, UUID instance) {
        return "/db/" + (PLAIN.matcher(name).matches() ? name : instance.toString());
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
