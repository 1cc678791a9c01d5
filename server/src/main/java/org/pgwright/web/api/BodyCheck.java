package org.pgwright.web.api;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;

/**
 * Looks at what programs send before anybody works with it: what a record does not call nullable
 * has to be given, and no text has the character that PostgreSQL does not store.
 */
@ControllerAdvice(basePackageClasses = BodyCheck.class)
public final class BodyCheck extends RequestBodyAdviceAdapter {
    @Override
    public boolean supports(
            MethodParameter parameter,
            Type target,
            Class<? extends HttpMessageConverter<?>> converter) {
        return parameter.getParameterType().isRecord();
    }

    @Override
    public Object afterBodyRead(
            Object body,
            HttpInputMessage message,
            MethodParameter parameter,
            Type target,
            Class<? extends HttpMessageConverter<?>> converter) {
        check(body);
        return body;
    }

    private static void check(Object given) {
        for (RecordComponent field : given.getClass().getRecordComponents()) {
            Object value = value(given, field);
            if (value == null && !field.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new PgwrightException(
                        ErrorCode.USAGE,
                        field.getName() + " is not given",
                        "see /api/v1/openapi.json");
            }
            checkText(field.getName(), value);
        }
    }

    private static void checkText(String field, @Nullable Object value) {
        switch (value) {
            case String text when text.indexOf('\0') >= 0 ->
                    throw new PgwrightException(
                            ErrorCode.USAGE, field + " is no text", "leave out the character 0");
            case Collection<?> list -> list.forEach(one -> checkText(field, one));
            case Map<?, ?> map -> {
                checkText(field, map.keySet());
                checkText(field, map.values());
            }
            case Record inner -> check(inner);
            case null, default -> {}
        }
    }

    private static @Nullable Object value(Object given, RecordComponent field) {
        try {
            return field.getAccessor().invoke(given);
        } catch (ReflectiveOperationException closed) {
            throw new IllegalStateException(closed);
        }
    }
}
