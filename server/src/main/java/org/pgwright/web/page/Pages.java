package org.pgwright.web.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.account.User;
import org.pgwright.web.access.SignedIn;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;

import java.util.HashMap;
import java.util.Map;

/** Makes pages of templates, which escape all that is put into them. */
public final class Pages {
    private static final int OK = 200;

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(
                    null, ContentType.Html, null, "org.pgwright.web.template");

    /**
     * What a page is beside its values.
     *
     * @param place null for a page that is of no database
     * @param notice to be told first; null for none
     * @param status of HTTP
     */
    public record Head(
            String template,
            String title,
            @Nullable Place place,
            @Nullable String notice,
            int status) {
        /** Of a page that is there. */
        public static Head of(String template, String title, @Nullable Place place) {
            return new Head(template, title, place, null, OK);
        }

        /** The same with something to be told first. */
        public Head telling(@Nullable String sentence, int otherStatus) {
            return new Head(template, title, place, sentence, otherStatus);
        }
    }

    /** Leads to a page, after a form. */
    public static View redirect(String to) {
        RedirectView view = new RedirectView(to);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        return view;
    }

    /** A page, with {@code frame} beside its own values. */
    public View page(Head head, Map<String, Object> values) {
        return (model, request, response) -> {
            Map<String, Object> all = new HashMap<>(values);
            all.put("frame", frame(request, head));
            Utf8ByteOutput output = new Utf8ByteOutput();
            templates.render(head.template() + ".jte", all, output);
            response.setStatus(head.status());
            response.setContentType("text/html;charset=UTF-8");
            response.setContentLength(output.getContentLength());
            output.writeTo(response.getOutputStream());
        };
    }

    /** Whether who asks may see literals and parameters of statements. */
    static boolean showsValues() {
        User user = SignedIn.user(SecurityContextHolder.getContext().getAuthentication());
        return user != null && user.seesValues();
    }

    private static Frame frame(HttpServletRequest request, Head head) {
        // None where a page stands for one that failed: it has no form then.
        if (!(request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken csrf)) {
            return new Frame(head.title(), null, null, new Frame.Csrf("", ""), head.notice());
        }
        return new Frame(
                head.title(),
                head.place(),
                SignedIn.user(SecurityContextHolder.getContext().getAuthentication()),
                new Frame.Csrf(csrf.getParameterName(), csrf.getToken()),
                head.notice());
    }
}
