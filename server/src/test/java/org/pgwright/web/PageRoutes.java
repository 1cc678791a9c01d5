package org.pgwright.web;

import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The routes that people's browsers ask for, as the web server itself knows them. */
record PageRoutes(List<Route> all) {
    /**
     * A route.
     *
     * @param pattern such as {@code /db/{database}}
     */
    record Route(String method, String pattern, HandlerMethod handler) {
        /** As it is listed. */
        String name() {
            return method + " " + pattern;
        }

        /** An address of it, of nothing that there is. */
        String path() {
            return pattern.replaceAll("\\{(task|user|token|silence)}", UUID.randomUUID().toString())
                    .replace("{pid}", "1")
                    .replaceAll("\\{\\w+}", "none1234");
        }
    }

    static PageRoutes of(ServedPages served) {
        List<Route> routes = new ArrayList<>();
        served.server
                .beans()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach(
                        (info, handler) ->
                                info.getPatternValues()
                                        .forEach(
                                                pattern ->
                                                        info.getMethodsCondition()
                                                                .getMethods()
                                                                .forEach(
                                                                        method ->
                                                                                routes.add(
                                                                                        new Route(
                                                                                                method
                                                                                                        .name(),
                                                                                                pattern,
                                                                                                handler)))));
        return new PageRoutes(
                routes.stream().filter(route -> !route.pattern().startsWith("/api/")).toList());
    }
}
