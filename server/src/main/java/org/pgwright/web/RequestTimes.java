package org.pgwright.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Times requests by route, method and status. */
final class RequestTimes extends OncePerRequestFilter {
    private static final String OTHER = "other";
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final OwnMetrics metrics;

    RequestTimes(OwnMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long began = System.nanoTime();
        boolean isDone = false;
        try {
            chain.doFilter(request, response);
            isDone = true;
        } finally {
            int status =
                    isDone ? response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
            metrics.answered(
                    method(request),
                    route(request),
                    status,
                    Duration.ofNanos(System.nanoTime() - began));
        }
    }

    /** One of those that there are. */
    static String method(HttpServletRequest request) {
        return METHODS.contains(request.getMethod()) ? request.getMethod() : OTHER;
    }

    /** As it is declared; what was refused before anybody looked for it has none. */
    static String route(HttpServletRequest request) {
        Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return route == null ? OTHER : route.toString();
    }
}
