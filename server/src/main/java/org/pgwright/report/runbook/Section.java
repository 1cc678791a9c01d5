package org.pgwright.report.runbook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A chapter of a runbook. */
record Section(String title, List<Block> blocks) {
    Section {
        blocks = List.copyOf(blocks);
    }

    /** Puts one together. */
    static final class Builder {
        private final String title;
        private final List<Block> blocks = new ArrayList<>();

        Builder(String title) {
            this.title = title;
        }

        Builder say(String sentence) {
            blocks.add(new Block.Words(sentence));
            return this;
        }

        /** A table; where there is no row, why. */
        Builder facts(List<String> headings, List<List<String>> rows, String otherwise) {
            blocks.add(
                    rows.isEmpty() ? new Block.Words(otherwise) : new Block.Facts(headings, rows));
            return this;
        }

        Builder command(String what, List<String> words) {
            blocks.add(new Block.Command(what, words));
            return this;
        }

        Builder command(String what, String... words) {
            return command(what, Arrays.asList(words));
        }

        Builder reading(String what, String sql) {
            blocks.add(new Block.Sql(what, sql.strip(), true));
            return this;
        }

        Builder changing(String what, String sql) {
            blocks.add(new Block.Sql(what, sql.strip(), false));
            return this;
        }

        Builder script(String what, String name, String sql) {
            blocks.add(new Block.Script(what, name, sql.strip()));
            return this;
        }

        Section build() {
            return new Section(title, blocks);
        }
    }
}
