package org.pgwright.web.access;

import org.pgwright.account.Accounts;
import org.pgwright.account.Programs;
import org.pgwright.repository.account.Role;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
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
public final class Security {
    /** The name of the cookie of a session, where no prefix is possible. */
    public static final String SESSION_COOKIE = "pgwright_session";

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
        "/error",
        "/api/v1/openapi.json"
    };

    /** Also to be read. */
    private static final String[] ADMINISTRATORS = {
        "/api/v1/users/**", "/api/v1/audit", "/settings/users/**", "/settings/audit"
    };

    /** What belongs to who asks. */
    private static final String[] OWN = {"/api/v1/tokens/**", "/settings/tokens/**"};

    /** Decisions on a database, and work for it. */
    private static final String[] OPERATORS = {
        "/api/v1/strategies/**",
        "/api/v1/databases/*/advice",
        "/api/v1/databases/*/changes",
        "/api/v1/databases/*/rollbacks",
        "/api/v1/databases/*/tasks/*",
        "/api/v1/alerts/**",
        "/api/v1/silences/**",
        "/db/*/alerts/**",
        "/db/*/advisor/**",
        "/db/*/changes/**"
    };

    /** Also to be read, as that asks a monitored server itself. */
    private static final String[] SESSIONS = {
        "/api/v1/databases/*/sessions/**", "/db/*/sessions/**"
    };

    private Security() {}

    public static SecurityFilterChain chain(
            HttpSecurity http,
            Accounts accounts,
            Programs programs,
            WebOptions options,
            RateLimits limits) {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        RequestMatcher forPrograms =
                new OrRequestMatcher(paths.matcher("/api/**"), paths.matcher("/metrics"));
        http.securityContext(
                        context -> context.securityContextRepository(new SessionUsers(accounts)))
                .addFilterAfter(new TokenFilter(programs), SecurityContextHolderFilter.class)
                .addFilterAfter(limits, TokenFilter.class)
                .authorizeHttpRequests(
                        requests ->
                                requests.requestMatchers(OPEN)
                                        .permitAll()
                                        .requestMatchers(ADMINISTRATORS)
                                        .hasRole(Role.ADMIN.name())
                                        .requestMatchers(OWN)
                                        .hasRole(Role.VIEWER.name())
                                        .requestMatchers(SESSIONS)
                                        .hasRole(Role.OPERATOR.name())
                                        .requestMatchers(HttpMethod.POST, OPERATORS)
                                        .hasRole(Role.OPERATOR.name())
                                        .requestMatchers(HttpMethod.DELETE, OPERATORS)
                                        .hasRole(Role.OPERATOR.name())
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
                                        .deleteCookies(options.cookie(SESSION_COOKIE)))
                .exceptionHandling(
                        failures ->
                                failures.defaultAuthenticationEntryPointFor(
                                                (request, response, failure) ->
                                                        response.sendError(
                                                                HttpStatus.UNAUTHORIZED.value()),
                                                forPrograms)
                                        .defaultAuthenticationEntryPointFor(
                                                new LoginUrlAuthenticationEntryPoint("/sign-in"),
                                                new NegatedRequestMatcher(forPrograms)));
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
