package org.pgwright.cli;

import org.pgwright.strategy.Action;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;
import java.util.Optional;

/** Reads names of actions, and {@code nothing} for none of them. */
final class ActionName implements ITypeConverter<ActionName.Choice> {
    /** What was chosen. */
    enum Choice {
        NOTHING,
        CREATE,
        DROP,
        REINDEX;

        /** Empty for none. */
        Optional<Action> action() {
            return switch (this) {
                case NOTHING -> Optional.empty();
                case CREATE -> Optional.of(Action.CREATE);
                case DROP -> Optional.of(Action.DROP);
                case REINDEX -> Optional.of(Action.REINDEX);
            };
        }
    }

    @Override
    public Choice convert(String text) {
        try {
            return Choice.valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new TypeConversionException(
                    "'" + text + "' is none of create, drop, reindex and nothing");
        }
    }
}
