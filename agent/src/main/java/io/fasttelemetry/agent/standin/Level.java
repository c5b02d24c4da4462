/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.standin;

/** Stands in for {@code java.util.logging.Level}; see {@link Logger}. */
public final class Level {
    public static final Level FINE = new Level();
    public static final Level INFO = new Level();
    public static final Level WARNING = new Level();
    public static final Level SEVERE = new Level();

    private Level() {}
}
