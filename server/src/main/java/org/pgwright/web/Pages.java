package org.pgwright.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.View;

import java.util.HashMap;
import java.util.Map;

/** Makes pages of templates, which escape all that is put into them. */
final class Pages {
    private static final int OK = 200;

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(
                    null, ContentType.Html, null, "org.pgwright.web.template");

    /** A page, with {@code frame} beside its own values. */
    View page(String template, String title, Map<String, Object> values) {
        return page(template, title, null, OK, values);
    }

    /**
     * A page.
     *
     * @param notice to be told first; null for none
     * @param status of HTTP
     */
    View page(
            String template,
            String title,
            @Nullable String notice,
            int status,
            Map<String, Object> values) {
        return (model, request, response) -> {
            Map<String, Object> all = new HashMap<>(values);
            all.put("frame", frame(request, title, notice));
            Utf8ByteOutput output = new Utf8ByteOutput();
            templates.render(template + ".jte", all, output);
            response.setStatus(status);
            response.setContentType("text/html;charset=UTF-8");
            response.setContentLength(output.getContentLength());
            output.writeTo(response.getOutputStream());
        };
    }

    private static Frame frame(HttpServletRequest request, String title, @Nullable String notice) {
        // None where a page stands for one that failed: it has no form then.
        if (!(request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken csrf)) {
            return new Frame(title, null, new Frame.Csrf("", ""), notice);
        }
        return new Frame(
                title,
                SignedIn.user(SecurityContextHolder.getContext().getAuthentication()),
                new Frame.Csrf(csrf.getParameterName(), csrf.getToken()),
                notice);
    }
}
