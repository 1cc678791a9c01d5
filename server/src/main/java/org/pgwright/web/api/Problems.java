package org.pgwright.web.api;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.Json;
import org.pgwright.web.access.BodyLimit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Answers programs that ask for what cannot be done: a problem document (RFC 9457) whose {@code
 * code} is that of the command line. Never says what an exception of a library says.
 */
@RestControllerAdvice(basePackageClasses = Problems.class)
public final class Problems extends ResponseEntityExceptionHandler {
    @ExceptionHandler
    ResponseEntity<ProblemDetail> failed(PgwrightException failure) {
        ProblemDetail problem = of(HttpStatus.valueOf(failure.code().httpStatus()), failure.code());
        problem.setDetail(failure.getMessage());
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception failure,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        if (BodyLimit.TooLarge.isBehind(failure)) {
            return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE)
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(of(HttpStatus.CONTENT_TOO_LARGE));
        }
        ProblemDetail problem = of(status);
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    /** For what went wrong before, or beside, what we do. */
    public static ProblemDetail of(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        ProblemDetail problem = of(status, code(status));
        problem.setDetail(sentence(known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known));
        return problem;
    }

    /** Answers with one where there is no endpoint. */
    public static void write(HttpServletResponse response, HttpStatus status) throws IOException {
        ProblemDetail problem = of(status);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("title", problem.getTitle());
        fields.put("status", status.value());
        fields.put("detail", problem.getDetail());
        fields.putAll(Objects.requireNonNull(problem.getProperties()));
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(Json.of(fields).getBytes(StandardCharsets.UTF_8));
    }

    private static ProblemDetail of(HttpStatusCode status, ErrorCode code) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setProperty("code", code.name().toLowerCase(Locale.ROOT));
        return problem;
    }

    private static ErrorCode code(HttpStatusCode status) {
        return switch (status.value()) {
            case 401, 403 -> ErrorCode.NOT_ALLOWED;
            case 404 -> ErrorCode.NOT_FOUND;
            default -> status.is4xxClientError() ? ErrorCode.USAGE : ErrorCode.INTERNAL;
        };
    }

    private static String sentence(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> "A parameter or the body cannot be read; see /api/v1/openapi.json.";
            case UNAUTHORIZED -> "A token is needed: Authorization: Bearer pgw_...";
            case FORBIDDEN -> "Your role may not do this.";
            case NOT_FOUND -> "There is nothing at this address; see /api/v1/openapi.json.";
            case TOO_MANY_REQUESTS -> "Too many requests; wait as long as Retry-After says.";
            default -> status.getReasonPhrase() + ".";
        };
    }
}
