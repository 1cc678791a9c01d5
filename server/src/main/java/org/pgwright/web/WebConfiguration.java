package org.pgwright.web;

import io.swagger.v3.oas.models.OpenAPI;

import org.pgwright.repository.account.Role;
import org.pgwright.web.access.AuditTrail;
import org.pgwright.web.access.Security;
import org.pgwright.web.api.ApiDocument;
import org.pgwright.web.api.FiguresEndpoints;
import org.pgwright.web.api.HealthEndpoints;
import org.pgwright.web.api.Problems;
import org.pgwright.web.api.ReportConverter;
import org.pgwright.web.figures.KnownFigures;
import org.pgwright.web.page.AccessPages;
import org.pgwright.web.page.ActivityPages;
import org.pgwright.web.page.DatabasePages;
import org.pgwright.web.page.FailurePages;
import org.pgwright.web.page.OverviewPages;
import org.pgwright.web.page.Pages;
import org.pgwright.web.page.QueriesPages;
import org.pgwright.web.page.QueryPages;
import org.pgwright.web.page.RelationPages;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

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
    SecurityFilterChain security(HttpSecurity http, WebNeeds needs) {
        return Security.chain(http, needs.accounts(), needs.programs());
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
    AccessPages accessPages(WebNeeds needs, AuditTrail audit, Pages pages) {
        return new AccessPages(needs.accounts(), audit, pages);
    }

    @Bean
    OverviewPages overviewPages(KnownFigures figures, Pages pages) {
        return new OverviewPages(figures, pages);
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
    HealthEndpoints health(WebNeeds needs) {
        return new HealthEndpoints(needs.repository());
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
