package org.pgwright.web.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.report.Report;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes reports as the command line does: as JSON, or as text for who asks for that. */
public final class ReportConverter extends AbstractHttpMessageConverter<Report> {
    private static final int MOST = 300;

    /** Several are given the same report: it is written once. */
    private final Cache<Report, byte[]> written =
            Caffeine.newBuilder().weakKeys().maximumSize(MOST).build();

    public ReportConverter() {
        super(StandardCharsets.UTF_8, MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return Report.class.isAssignableFrom(type);
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected Report readInternal(Class<? extends Report> type, HttpInputMessage message) {
        throw new HttpMessageNotReadableException("reports are only written", message);
    }

    @Override
    protected void writeInternal(Report report, HttpOutputMessage message) throws IOException {
        MediaType wanted = message.getHeaders().getContentType();
        boolean isText = wanted != null && wanted.isCompatibleWith(MediaType.TEXT_PLAIN);
        byte[] body =
                isText
                        ? report.render(FiguresFormat.TEXT, Layout.PLAIN)
                                .getBytes(StandardCharsets.UTF_8)
                        : written.get(report, ReportConverter::json);
        message.getHeaders().setContentLength(body.length);
        message.getBody().write(body);
    }

    private static byte[] json(Report report) {
        return report.render(FiguresFormat.JSON, Layout.PLAIN).getBytes(StandardCharsets.UTF_8);
    }
}
