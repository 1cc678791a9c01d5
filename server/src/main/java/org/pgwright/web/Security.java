package org.pgwright.web;

import org.pgwright.repository.account.Role;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who may ask for what. What is not named here needs a viewer to be read, and an administrator to
 * be changed.
 */
final class Security {
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final String[] OPEN = {
        "/livez",
        "/readyz",
        "/assets/**",
        "/sign-in",
        "/sign-in/oidc/*",
        "/sign-in/oidc-back",
        "/set-up",
        "/error"
    };

    private Security() {}

    static SecurityFilterChain chain(HttpSecurity http, WebNeeds needs, WebOptions options) {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        RequestMatcher programs =
                new OrRequestMatcher(paths.matcher("/api/**"), paths.matcher("/metrics"));
        http.securityContext(context -> context.securityContextRepository(SessionUsers.of(needs)))
                .addFilterAfter(
                        new TokenFilter(needs.programs()), SecurityContextHolderFilter.class)
                .authorizeHttpRequests(
                        requests ->
                                requests.requestMatchers(OPEN)
                                        .permitAll()
                                        .requestMatchers(HttpMethod.POST, "/sign-out")
                                        .authenticated()
                                        .requestMatchers(HttpMethod.GET)
                                        .hasRole(Role.VIEWER.name())
                                        .requestMatchers(HttpMethod.HEAD)
                                        .hasRole(Role.VIEWER.name())
                                        .anyRequest()
                                        .hasRole(Role.ADMIN.name()))
                .csrf(
                        csrf ->
                                csrf.csrfTokenRepository(csrfTokens(options))
                                        .requireCsrfProtectionMatcher(
                                                new AndRequestMatcher(
                                                        CsrfFilter.DEFAULT_CSRF_MATCHER,
                                                        new NegatedRequestMatcher(
                                                                TokenFilter::isOfProgram))))
                .headers(
                        headers ->
                                headers.contentSecurityPolicy(
                                                policy -> policy.policyDirectives(CONTENT_POLICY))
                                        .httpStrictTransportSecurity(
                                                // Others below our name may be anybody's.
                                                strict -> strict.includeSubDomains(false))
                                        .referrerPolicy(
                                                policy ->
                                                        policy.policy(ReferrerPolicy.SAME_ORIGIN)))
                .requestCache(cache -> cache.disable())
                .anonymous(anonymous -> {})
                .formLogin(form -> form.disable())
                .httpBasic(basic -> basic.disable())
                .logout(
                        logout ->
                                logout.logoutUrl("/sign-out")
                                        .logoutSuccessUrl("/sign-in")
                                        .deleteCookies(options.cookie(WebServer.SESSION_COOKIE)))
                .exceptionHandling(
                        failures ->
                                failures.defaultAuthenticationEntryPointFor(
                                                new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED),
                                                programs)
                                        .defaultAuthenticationEntryPointFor(
                                                new LoginUrlAuthenticationEntryPoint("/sign-in"),
                                                new NegatedRequestMatcher(programs)));
        return http.build();
    }

    /** In a cookie: who only looks at the sign-in page leaves nothing in the repository. */
    private static CookieCsrfTokenRepository csrfTokens(WebOptions options) {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(options.cookie("pgwright_csrf"));
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(
                cookie -> cookie.httpOnly(true).sameSite("Strict").secure(options.isSecure()));
        return tokens;
    }
}
