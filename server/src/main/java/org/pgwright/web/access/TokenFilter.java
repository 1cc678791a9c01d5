package org.pgwright.web.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.pgwright.account.Programs;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;

/**
 * Recognises programs by their tokens. A request that shows a token is that program's, whatever
 * cookies it has beside: it needs no proof that a page of ours sent it, as no page can make a
 * browser send that header.
 */
public final class TokenFilter extends OncePerRequestFilter {
    private static final String SCHEME = "Bearer ";

    private final Programs programs;

    TokenFilter(Programs programs) {
        this.programs = programs;
    }

    static boolean isOfProgram(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            if (header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                programs.recognised(header.substring(SCHEME.length()).strip())
                        .ifPresent(
                                program ->
                                        context.setAuthentication(
                                                new SignedIn(
                                                        program.owner(), program.tokenName())));
            }
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }
}
