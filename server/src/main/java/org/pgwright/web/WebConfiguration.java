package org.pgwright.web;

import org.pgwright.exporter.RepositoryMetrics;
import org.pgwright.repository.account.Role;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
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
    SecurityFilterChain security(
            HttpSecurity http, WebNeeds needs, WebOptions options, Pages pages) {
        OidcSettings oidc = options.oidc();
        if (oidc != null) {
            new OidcSignIn(oidc, needs, pages).addTo(http, needs, options);
        }
        return Security.chain(http, needs, options);
    }

    @Bean
    Pages pages() {
        return new Pages();
    }

    @Bean
    AccessPages accessPages(WebNeeds needs, Pages pages, WebOptions options) {
        return new AccessPages(needs, pages, options.oidc());
    }

    @Bean
    OverviewPages overviewPages(WebNeeds needs, Pages pages) {
        return new OverviewPages(needs.repository(), pages);
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
    FailurePages failurePages(Pages pages) {
        return new FailurePages(pages);
    }

    @Bean
    WebMvcConfigurer assets() {
        return new WebMvcConfigurer() {
            @Override
            public void addResourceHandlers(ResourceHandlerRegistry registry) {
                registry.addResourceHandler("/assets/**")
                        .addResourceLocations("classpath:/org/pgwright/web/assets/");
            }
        };
    }
}
