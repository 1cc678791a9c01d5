package org.pgwright.doctor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Who runs the server, which decides how its settings are changed. */
public enum Hosting {
    SELF_MANAGED("self-managed", "a superuser"),
    RDS("Amazon RDS or Aurora", "a member of rds_superuser"),
    CLOUD_SQL("Google Cloud SQL", "a member of cloudsqlsuperuser"),
    AZURE("Azure Database", "a member of azure_pg_admin");

    private static final String PRELOAD = "shared_preload_libraries";

    private final String label;
    private final String administrator;

    Hosting(String label, String administrator) {
        this.label = label;
        this.administrator = administrator;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** Who may run the statements. */
    public String administrator() {
        return administrator;
    }

    /** How a setting gets a value without a restart. */
    List<String> set(String name, String value) {
        return switch (this) {
            case SELF_MANAGED ->
                    List.of(
                            "ALTER SYSTEM SET %s = %s;".formatted(name, quoted(value)),
                            "SELECT pg_reload_conf();");
            case RDS, CLOUD_SQL, AZURE -> List.of(command(name, value));
        };
    }

    /**
     * How a library comes to be loaded at start.
     *
     * @param loaded what is loaded now; null where the role may not see it
     */
    List<String> preload(String library, @Nullable String loaded) {
        String all = loaded == null || loaded.isEmpty() ? library : loaded + "," + library;
        List<String> steps = new ArrayList<>();
        if (loaded == null && this != CLOUD_SQL) {
            steps.add(
                    "(add the libraries that SHOW shared_preload_libraries lists for a superuser)");
        }
        switch (this) {
            case SELF_MANAGED -> {
                steps.add("ALTER SYSTEM SET %s = %s;".formatted(PRELOAD, libraries(all)));
                steps.add("then restart the server");
            }
            case CLOUD_SQL ->
                    steps.add(
                            library.equals("auto_explain")
                                    ? command("cloudsql.enable_auto_explain", "on")
                                    : "(Cloud SQL loads " + library + " by itself)");
            case RDS -> {
                steps.add(command(PRELOAD, all));
                steps.add("then reboot the instance");
            }
            case AZURE -> {
                steps.add(command(PRELOAD, all));
                steps.add("then restart the server");
            }
        }
        return steps;
    }

    /** What has to be done before an extension can be created. */
    List<String> allow(String extension) {
        return switch (this) {
            case SELF_MANAGED, RDS, CLOUD_SQL -> List.of();
            case AZURE ->
                    List.of(
                            "(add the extensions that are allowed already)",
                            command("azure.extensions", extension));
        };
    }

    private String command(String name, String value) {
        return switch (this) {
            case SELF_MANAGED -> throw new IllegalStateException("psql sets its settings");
            case RDS ->
                    "aws rds modify-db-parameter-group --db-parameter-group-name GROUP --parameters"
                            + " \"ParameterName=%s,ParameterValue='%s',ApplyMethod=pending-reboot\""
                                    .formatted(name, value);
            case CLOUD_SQL ->
                    "gcloud sql instances patch INSTANCE --database-flags=%s=%s (with all other flags"
                                    .formatted(name, value)
                            + " that are set)";
            case AZURE ->
                    "az postgres flexible-server parameter set --resource-group GROUP --server-name"
                            + " SERVER --name %s --value %s".formatted(name, value);
        };
    }

    /** Each library is a string of its own: one with a comma would be taken for one name. */
    private static String libraries(String commaSeparated) {
        StringBuilder list = new StringBuilder();
        for (String library : commaSeparated.split(",")) {
            list.append(list.isEmpty() ? "" : ", ").append(quoted(library.strip()));
        }
        return list.toString();
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
