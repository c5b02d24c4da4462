/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp.tools.bench;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table with a title. Not safe for threads. */
final class Table {
    private final List<String> lines = new ArrayList<>();
    private final int columns;

    Table(String title, String... columns) {
        this.columns = columns.length;
        lines.add("");
        lines.add("#### " + title);
        lines.add("");
        row(columns);
        lines.add("|" + "---|".repeat(columns.length));
    }

    /** @throws IllegalArgumentException if it has not as many cells as the table has columns */
    void row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + columns + " columns");
        }
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
