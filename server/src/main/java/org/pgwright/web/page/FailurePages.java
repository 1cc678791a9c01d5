package org.pgwright.web.page;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.pgwright.web.api.Problems;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.View;

import java.io.IOException;
import java.util.Map;

/** What people see instead of a page that could not be made; never what an exception says. */
@Controller
@ControllerAdvice(basePackageClasses = FailurePages.class)
public final class FailurePages implements ErrorController {
    private final Pages pages;

    public FailurePages(Pages pages) {
        this.pages = pages;
    }

    @ExceptionHandler
    View failed(PgwrightException failure) {
        HttpStatus status = HttpStatus.valueOf(failure.code().httpStatus());
        return pages.page(
                Pages.Head.of("message", status.getReasonPhrase(), null)
                        .telling(null, status.value()),
                Map.of("text", String.valueOf(failure.getMessage())));
    }

    /** Programs are told so in a document of theirs. */
    @RequestMapping("/error")
    @Nullable View failed(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        int code =
                request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer told
                        ? told
                        : HttpStatus.NOT_FOUND.value();
        HttpStatus known = HttpStatus.resolve(code);
        HttpStatus status = known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known;
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        if (path.startsWith("/api/") || path.equals("/metrics")) {
            Problems.write(response, status);
            return null;
        }
        return pages.page(
                Pages.Head.of("message", status.getReasonPhrase(), null)
                        .telling(null, status.value()),
                Map.of("text", sentence(status)));
    }

    private static String sentence(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "There is nothing at this address.";
            case FORBIDDEN -> "You may not do this, or the page was too old: load it again.";
            case INTERNAL_SERVER_ERROR ->
                    "Something went wrong here; the log of pgwright has more.";
            case null, default -> "The request could not be answered.";
        };
    }
}
