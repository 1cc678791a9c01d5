package org.pgwright.snapshot;

import org.pgwright.catalog.Collation;
import org.pgwright.catalog.Extension;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Role;
import org.pgwright.catalog.TypeDefinition;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what tables are made of: schemas, extensions, collations and types; and the roles. */
final class TypeReader {
    private final ReadTransaction transaction;

    TypeReader(ReadTransaction transaction) {
        this.transaction = transaction;
    }

    List<String> schemas() {
        return transaction.rows("snapshot.schemas", Deadlines.CATALOG, row -> row.text("name"));
    }

    List<Extension> extensions() {
        return transaction.rows(
                "snapshot.extensions",
                Deadlines.CATALOG,
                row -> new Extension(row.text("name"), row.text("version"), row.text("schema")));
    }

    List<Role> roles() {
        return transaction.rows(
                "snapshot.roles",
                Deadlines.CATALOG,
                row ->
                        new Role(
                                row.text("name"),
                                row.flag("superuser"),
                                row.flag("bypasses_row_security"),
                                row.texts("member_of"),
                                settings(row.texts("settings"))));
    }

    /** Of {@code name=value} pairs, those for the whole role before those for this database. */
    private static Map<String, String> settings(List<String> pairs) {
        Map<String, String> settings = new HashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            settings.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return settings;
    }

    List<Collation> collations() {
        return transaction.rows(
                "snapshot.collations",
                Deadlines.CATALOG,
                row ->
                        new Collation(
                                Names.of(row, "schema", "name"),
                                row.text("provider"),
                                row.flag("deterministic"),
                                row.textOrNull("collate"),
                                row.textOrNull("character_type"),
                                row.textOrNull("locale"),
                                row.textOrNull("icu_rules")));
    }

    List<TypeDefinition> types() {
        List<TypeDefinition> types = new ArrayList<>();
        types.addAll(
                transaction.rows(
                        "snapshot.enumerations", Deadlines.CATALOG, TypeReader::enumeration));
        types.addAll(transaction.rows("snapshot.domains", Deadlines.CATALOG, TypeReader::domain));
        types.addAll(transaction.rows("snapshot.ranges", Deadlines.CATALOG, TypeReader::range));
        types.addAll(composites());
        types.sort(Comparator.comparing(TypeDefinition::name));
        return types;
    }

    private static TypeDefinition enumeration(Row row) throws SQLException {
        return new TypeDefinition.Enumeration(Names.of(row, "schema", "name"), row.texts("labels"));
    }

    private static TypeDefinition domain(Row row) throws SQLException {
        return new TypeDefinition.Domain(
                Names.of(row, "schema", "name"), row.text("base_type"), Names.collation(row));
    }

    private static TypeDefinition range(Row row) throws SQLException {
        return new TypeDefinition.Range(
                Names.of(row, "schema", "name"),
                row.text("subtype"),
                Names.of(row, "multirange_schema", "multirange"));
    }

    private List<TypeDefinition> composites() {
        Map<QualifiedName, List<TypeDefinition.Attribute>> attributes = new LinkedHashMap<>();
        transaction.each(
                "snapshot.composites",
                Deadlines.CATALOG,
                row -> {
                    QualifiedName type = Names.of(row, "schema", "name");
                    List<TypeDefinition.Attribute> own =
                            attributes.computeIfAbsent(type, t -> new ArrayList<>());
                    String attribute = row.textOrNull("attribute");
                    if (attribute != null) {
                        own.add(
                                new TypeDefinition.Attribute(
                                        attribute, row.text("type"), Names.collation(row)));
                    }
                });
        List<TypeDefinition> types = new ArrayList<>();
        attributes.forEach((name, own) -> types.add(new TypeDefinition.Composite(name, own)));
        return types;
    }
}
