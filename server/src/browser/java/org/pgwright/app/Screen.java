package org.pgwright.app;

import com.microsoft.playwright.options.ColorScheme;

import java.util.List;
import java.util.Locale;

/**
 * What somebody looks at pages with.
 *
 * @param width in pixels
 */
record Screen(ColorScheme scheme, int width) {
    static final Screen DESK = new Screen(ColorScheme.LIGHT, 1280);
    static final Screen PHONE = new Screen(ColorScheme.LIGHT, 390);

    /** Of all kinds. */
    static final List<Screen> ALL =
            List.of(
                    DESK,
                    new Screen(ColorScheme.DARK, 1280),
                    PHONE,
                    new Screen(ColorScheme.DARK, 390));

    @Override
    public String toString() {
        return scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
    }
}
