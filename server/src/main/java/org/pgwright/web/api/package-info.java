/**
 * What programs are answered: the reports of the command line, and failures as problem documents.
 */
@NullMarked
package org.pgwright.web.api;

import org.jspecify.annotations.NullMarked;
