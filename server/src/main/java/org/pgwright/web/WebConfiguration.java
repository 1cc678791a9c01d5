package org.pgwright.web;

import io.swagger.v3.oas.models.OpenAPI;

import org.pgwright.account.Identities;
import org.pgwright.exporter.RepositoryMetrics;
import org.pgwright.repository.account.Role;
import org.pgwright.tuning.PastChanges;
import org.pgwright.web.access.AuditTrail;
import org.pgwright.web.access.BodyLimit;
import org.pgwright.web.access.OidcSettings;
import org.pgwright.web.access.PendingSignIns;
import org.pgwright.web.access.RateLimits;
import org.pgwright.web.access.Security;
import org.pgwright.web.access.WebOptions;
import org.pgwright.web.api.AlertsEndpoints;
import org.pgwright.web.api.ApiDocument;
import org.pgwright.web.api.AuditEndpoints;
import org.pgwright.web.api.BodyCheck;
import org.pgwright.web.api.ChannelsEndpoints;
import org.pgwright.web.api.DatabasesEndpoints;
import org.pgwright.web.api.FiguresEndpoints;
import org.pgwright.web.api.HealthEndpoints;
import org.pgwright.web.api.PoliciesEndpoints;
import org.pgwright.web.api.Problems;
import org.pgwright.web.api.ReportConverter;
import org.pgwright.web.api.SessionsEndpoints;
import org.pgwright.web.api.StrategiesEndpoints;
import org.pgwright.web.api.TasksEndpoints;
import org.pgwright.web.api.ThresholdsEndpoints;
import org.pgwright.web.api.TokensEndpoints;
import org.pgwright.web.api.UsersEndpoints;
import org.pgwright.web.figures.KnownFigures;
import org.pgwright.web.figures.LiveSessions;
import org.pgwright.web.page.AccessPages;
import org.pgwright.web.page.ActivityPages;
import org.pgwright.web.page.AdvisorPages;
import org.pgwright.web.page.AlertPages;
import org.pgwright.web.page.AuditPages;
import org.pgwright.web.page.ChangesPages;
import org.pgwright.web.page.ChannelPages;
import org.pgwright.web.page.DatabasePages;
import org.pgwright.web.page.FailurePages;
import org.pgwright.web.page.LogPages;
import org.pgwright.web.page.OidcSignIn;
import org.pgwright.web.page.OverviewPages;
import org.pgwright.web.page.Pages;
import org.pgwright.web.page.PolicyPages;
import org.pgwright.web.page.QueriesPages;
import org.pgwright.web.page.QueryPages;
import org.pgwright.web.page.RelationPages;
import org.pgwright.web.page.SessionPages;
import org.pgwright.web.page.SettingsPages;
import org.pgwright.web.page.ThresholdPages;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import java.security.SecureRandom;

import javax.sql.DataSource;

/** The one page that says what the web server is made of. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
class WebConfiguration {
    /** Which is open for longer than the web server. */
    @Bean(destroyMethod = "")
    DataSource sessions(WebNeeds needs) {
        return needs.repository().dataSource();
    }

    @Bean
    RoleHierarchy roles() {
        return RoleHierarchyImpl.withDefaultRolePrefix()
                .role(Role.ADMIN.name())
                .implies(Role.OPERATOR.name())
                .role(Role.OPERATOR.name())
                .implies(Role.VIEWER.name())
                .build();
    }

    @Bean
    SecurityFilterChain security(
            HttpSecurity http, WebNeeds needs, WebOptions options, AuditTrail audit, Pages pages) {
        OidcSettings oidc = options.oidc();
        if (oidc != null) {
            Identities identities = new Identities(needs.repository(), needs.clock(), needs.ids());
            new OidcSignIn(oidc, identities, audit, pages)
                    .addTo(http, new PendingSignIns(options, needs.clock(), new SecureRandom()));
        }
        RateLimits limits = new RateLimits(needs.clock(), RateLimits.Limits.USUAL);
        return Security.chain(http, needs.accounts(), needs.programs(), options, limits);
    }

    @Bean
    AuditTrail auditTrail(WebNeeds needs) {
        return new AuditTrail(needs.repository(), needs.clock(), needs.ids());
    }

    @Bean
    Pages pages() {
        return new Pages();
    }

    @Bean
    KnownFigures knownFigures(WebNeeds needs) {
        return new KnownFigures(needs.repository());
    }

    @Bean
    AccessPages accessPages(WebNeeds needs, AuditTrail audit, Pages pages, WebOptions options) {
        return new AccessPages(needs.accounts(), audit, pages, options.oidc());
    }

    @Bean
    OverviewPages overviewPages(KnownFigures figures, Pages pages) {
        return new OverviewPages(figures, pages);
    }

    @Bean
    SettingsPages settingsPages(WebNeeds needs, Pages pages) {
        return new SettingsPages(
                needs.servers().register(),
                needs.servers().watched(),
                needs.accounts(),
                needs.programs(),
                pages);
    }

    @Bean
    AuditPages auditPages(WebNeeds needs, Pages pages) {
        return new AuditPages(needs.repository(), pages);
    }

    @Bean
    AdvisorPages advisorPages(WebNeeds needs, KnownFigures figures, Pages pages) {
        return new AdvisorPages(
                needs.deciding().changes(), needs.deciding().tasks(), figures, pages);
    }

    @Bean
    ChangesPages changesPages(WebNeeds needs, PastChanges past, KnownFigures figures, Pages pages) {
        return new ChangesPages(
                needs.deciding().changes(), past, needs.deciding().tasks(), figures, pages);
    }

    @Bean
    DatabasePages databasePages(WebNeeds needs, KnownFigures figures, Pages pages) {
        return new DatabasePages(figures, needs.clock(), pages);
    }

    @Bean
    QueriesPages queriesPages(KnownFigures figures, Pages pages) {
        return new QueriesPages(figures, pages);
    }

    @Bean
    QueryPages queryPages(KnownFigures figures, Pages pages) {
        return new QueryPages(figures, pages);
    }

    @Bean
    RelationPages relationPages(KnownFigures figures, Pages pages) {
        return new RelationPages(figures, pages);
    }

    @Bean
    ActivityPages activityPages(KnownFigures figures, Pages pages) {
        return new ActivityPages(figures, pages);
    }

    @Bean
    LogPages logPages(KnownFigures figures, Pages pages) {
        return new LogPages(figures, pages);
    }

    @Bean
    PoliciesEndpoints policiesEndpoints(WebNeeds needs) {
        return new PoliciesEndpoints(needs.deciding().changes());
    }

    @Bean
    PolicyPages policyPages(WebNeeds needs, KnownFigures figures, Pages pages) {
        return new PolicyPages(
                needs.deciding().changes(), needs.deciding().tasks(), figures, pages);
    }

    @Bean
    LiveSessions liveSessions(WebNeeds needs) {
        return new LiveSessions(needs.servers().register());
    }

    @Bean
    SessionPages sessionPages(LiveSessions sessions, KnownFigures figures, Pages pages) {
        return new SessionPages(sessions, figures, pages);
    }

    @Bean
    SessionsEndpoints sessionsEndpoints(LiveSessions sessions, KnownFigures figures) {
        return new SessionsEndpoints(sessions, figures);
    }

    @Bean
    HealthEndpoints health(WebNeeds needs) {
        return new HealthEndpoints(needs.repository());
    }

    @Bean
    OwnMetrics ownMetrics(WebNeeds needs) {
        return new OwnMetrics(needs);
    }

    @Bean
    MetricsEndpoint metrics(WebNeeds needs, OwnMetrics own) {
        return new MetricsEndpoint(new RepositoryMetrics(needs.repository(), needs.clock()), own);
    }

    /** The first of all, so that what others refuse is timed too. */
    @Bean
    FilterRegistrationBean<RequestTimes> requestTimes(OwnMetrics own) {
        FilterRegistrationBean<RequestTimes> filter =
                new FilterRegistrationBean<>(new RequestTimes(own));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    BodyCheck bodyCheck() {
        return new BodyCheck();
    }

    /** PostgreSQL stores no text with the character 0, so that none can be meant. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedParameterValues(value -> value.indexOf('\0') < 0);
        return firewall;
    }

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit() {
        FilterRegistrationBean<BodyLimit> filter = new FilterRegistrationBean<>(new BodyLimit());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return filter;
    }

    @Bean
    FailurePages failurePages(Pages pages) {
        return new FailurePages(pages);
    }

    @Bean
    Problems problems() {
        return new Problems();
    }

    @Bean
    FiguresEndpoints figuresEndpoints(KnownFigures figures) {
        return new FiguresEndpoints(figures);
    }

    @Bean
    DatabasesEndpoints databasesEndpoints(WebNeeds needs) {
        return new DatabasesEndpoints(needs.servers().register(), needs.servers().watched());
    }

    @Bean
    UsersEndpoints usersEndpoints(WebNeeds needs) {
        return new UsersEndpoints(needs.accounts());
    }

    @Bean
    TokensEndpoints tokensEndpoints(WebNeeds needs) {
        return new TokensEndpoints(needs.programs());
    }

    @Bean
    AuditEndpoints auditEndpoints(WebNeeds needs) {
        return new AuditEndpoints(needs.repository());
    }

    @Bean
    PastChanges pastChanges(WebNeeds needs) {
        return new PastChanges(needs.repository(), needs.clock());
    }

    @Bean
    StrategiesEndpoints strategiesEndpoints(WebNeeds needs, PastChanges past) {
        return new StrategiesEndpoints(needs.deciding().changes(), past);
    }

    @Bean
    TasksEndpoints tasksEndpoints(WebNeeds needs, KnownFigures figures) {
        return new TasksEndpoints(needs.deciding().tasks(), figures);
    }

    @Bean
    AlertsEndpoints alertsEndpoints(WebNeeds needs) {
        return new AlertsEndpoints(needs.deciding().alerts());
    }

    @Bean
    ThresholdsEndpoints thresholdsEndpoints(WebNeeds needs) {
        return new ThresholdsEndpoints(needs.deciding().alerts());
    }

    @Bean
    ChannelsEndpoints channelsEndpoints(WebNeeds needs) {
        return new ChannelsEndpoints(needs.deciding().alerts());
    }

    @Bean
    AlertPages alertPages(WebNeeds needs, KnownFigures figures, Pages pages) {
        return new AlertPages(needs.deciding().alerts(), figures, pages);
    }

    @Bean
    ThresholdPages thresholdPages(WebNeeds needs, KnownFigures figures, Pages pages) {
        return new ThresholdPages(needs.deciding().alerts(), figures, pages);
    }

    @Bean
    ChannelPages channelPages(WebNeeds needs, Pages pages) {
        return new ChannelPages(needs.deciding().alerts(), pages);
    }

    @Bean
    OpenAPI apiDocument(WebNeeds needs) {
        return ApiDocument.head(needs.version());
    }

    @Bean
    ApiDocument.ReportModels reportModels() {
        return new ApiDocument.ReportModels();
    }

    /** So that a program need not fetch again what it has. */
    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> entityTags() {
        FilterRegistrationBean<ShallowEtagHeaderFilter> filter =
                new FilterRegistrationBean<>(new ShallowEtagHeaderFilter());
        filter.addUrlPatterns("/api/v1/*");
        return filter;
    }

    @Bean
    WebMvcConfigurer web(AuditTrail audit) {
        return new WebMvcConfigurer() {
            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                registry.addResourceHandler("/assets/**")
                        .addResourceLocations("classpath:/org/pgwright/web/assets/");
            }

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(audit);
            }

            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
                converters.addCustomConverter(new ReportConverter());
            }

            @Override
            public void addFormatters(FormatterRegistry registry) {
                ApplicationConversionService.configure(registry);
            }
        };
    }
}
