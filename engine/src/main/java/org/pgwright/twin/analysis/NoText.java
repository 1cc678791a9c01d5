package org.pgwright.twin.analysis;

/** An expression has no text of its own; {@link ExpressionText} throws and catches it. */
final class NoText extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoText() {
        super(null, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
