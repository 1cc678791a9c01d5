package org.pgwright.web.api;

import com.fasterxml.jackson.databind.JavaType;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.Report;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Iterator;

/** What the OpenAPI document says beside the endpoints. */
public final class ApiDocument {
    private static final String TOKEN = "token";

    private ApiDocument() {}

    /** Its head. */
    public static OpenAPI head(String version) {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("pgwright")
                                .version(version)
                                .description(
                                        "What pages and command line do. Fields are added, never"
                                                + " changed; readers ignore what they do not"
                                                + " know."))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        TOKEN,
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer")))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }

    /** Reports are described by the record that they are written from, which each has inside. */
    public static final class ReportModels implements ModelConverter {
        @Override
        public @Nullable Schema<?> resolve(
                AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
            Class<?> raw = raw(type.getType());
            if (raw != null && Report.class.isAssignableFrom(raw)) {
                Class<?> document =
                        Arrays.stream(raw.getDeclaredClasses())
                                .filter(inner -> inner.getSimpleName().equals("Document"))
                                .findFirst()
                                .orElseThrow();
                type.type(document).name(raw.getSimpleName()).resolveAsRef(true);
            }
            return chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        }

        private static @Nullable Class<?> raw(@Nullable Type type) {
            return switch (type) {
                case Class<?> simple -> simple;
                case JavaType known -> known.getRawClass();
                case null, default -> null;
            };
        }
    }
}
