package org.pgwright.web;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;

/** Gives what is logged to OpenTelemetry, with the span in which it happened. */
final class TelemetryAppender extends AppenderBase<ILoggingEvent> {
    /** What sending fails with is not to be sent. */
    private static final String OWN = "io.opentelemetry";

    private final Logger logs;

    TelemetryAppender(Logger logs) {
        this.logs = logs;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLoggerName().startsWith(OWN)) {
            return;
        }
        LogRecordBuilder entry =
                logs.logRecordBuilder()
                        .setTimestamp(event.getInstant())
                        .setSeverity(severity(event.getLevel()))
                        .setSeverityText(event.getLevel().toString())
                        .setBody(event.getFormattedMessage())
                        .setAttribute(AttributeKey.stringKey("logger"), event.getLoggerName());
        if (event.getThrowableProxy() != null) {
            // Its message may have values of somebody's in it.
            entry.setAttribute(
                    AttributeKey.stringKey("exception.type"),
                    event.getThrowableProxy().getClassName());
        }
        entry.emit();
    }

    private static Severity severity(Level level) {
        if (level.isGreaterOrEqual(Level.ERROR)) {
            return Severity.ERROR;
        }
        if (level.isGreaterOrEqual(Level.WARN)) {
            return Severity.WARN;
        }
        return level.isGreaterOrEqual(Level.INFO) ? Severity.INFO : Severity.DEBUG;
    }
}
