/** How people are told: a class for each kind of channel, and what may be connected to. */
@NullMarked
package org.pgwright.alerting.channel;

import org.jspecify.annotations.NullMarked;
