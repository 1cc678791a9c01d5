package org.pgwright.workload;

/** What a statement without a plan does, in words. */
final class UtilityKind {
    private UtilityKind() {}

    /**
     * @param keyword the statement's first keyword in upper case, empty if there is none
     */
    static String of(String keyword) {
        return switch (keyword) {
            case "" -> "not a statement";
            case "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE" ->
                    keyword + " controls a transaction, it has no plan";
            case "SET", "RESET", "SHOW", "DISCARD" ->
                    keyword + " concerns settings of the session, it has no plan";
            case "CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "REASSIGN", "SECURITY" ->
                    keyword + " changes the schema or privileges, it has no plan";
            case "VACUUM", "ANALYZE", "ANALYSE", "REINDEX", "CLUSTER", "CHECKPOINT", "REFRESH" ->
                    keyword + " is maintenance, no index makes it faster";
            case "COPY" -> "COPY moves rows in bulk, no index makes it faster";
            case "TRUNCATE", "LOCK" -> keyword + " concerns whole tables, it has no plan";
            case "CALL", "DO" -> keyword + " runs code, whose statements count by themselves";
            case "PREPARE", "EXECUTE", "DEALLOCATE" ->
                    keyword + " handles a prepared statement, which counts by itself";
            case "DECLARE", "FETCH", "MOVE", "CLOSE" ->
                    keyword + " handles a cursor, whose query counts by itself";
            case "EXPLAIN" -> "EXPLAIN shows a plan; give the statement itself instead";
            case "LISTEN", "UNLISTEN", "NOTIFY" -> keyword + " sends messages, it has no plan";
            default -> keyword + " is no query and no change of rows, it has no plan";
        };
    }
}
