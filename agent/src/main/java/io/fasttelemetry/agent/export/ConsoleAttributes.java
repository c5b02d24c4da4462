/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export;

import io.fasttelemetry.agent.config.RedactedNames;
import io.fasttelemetry.agent.log.Printable;
import io.fasttelemetry.bootstrap.Operation;
import io.fasttelemetry.bootstrap.Operations;
import io.fasttelemetry.bootstrap.SpanLayout;

/**
 * Captured attributes as text of one line, {@code key=value key=value}: control characters made printable, each value
 * cut at {@value #MAX_VALUE_CHARS} characters. Owned by the export thread.
 */
final class ConsoleAttributes {
    static final int MAX_VALUE_CHARS = 120;

    private final RedactedNames redacted;
    private final CapturedReader reader = new CapturedReader();
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder value = new StringBuilder();

    ConsoleAttributes(RedactedNames redacted) {
        this.redacted = redacted;
    }

    /** The text of a record's attributes; empty if it has none. */
    String text(long[] records, int offset) {
        reader.start(records, offset);
        line.setLength(0);
        while (reader.next()) {
            Operation operation = Operations.get(SpanLayout.operationId(records[offset + SpanLayout.DESCRIPTOR]));
            boolean known = reader.index() < operation.attributeCount();
            String key = known ? operation.attributeKey(reader.index()) : "?";
            line.append(line.length() == 0 ? "" : " ");
            Printable.append(line, key);
            line.append('=');
            if (redacted.masks(key)) {
                reader.skip();
                line.append(RedactedNames.MASK);
            } else {
                appendValue();
            }
        }
        if (reader.leftOutCount() > 0) {
            line.append(line.length() == 0 ? "" : " ")
                    .append('(')
                    .append(reader.leftOutCount())
                    .append(" left out)");
        }
        return line.toString();
    }

    private void appendValue() {
        value.setLength(0);
        switch (reader.type()) {
            case SpanLayout.TEXT_VALUE:
                value.append(reader.text());
                break;
            case SpanLayout.LONG_VALUE:
                value.append(reader.longValue());
                break;
            case SpanLayout.DOUBLE_VALUE:
                value.append(reader.doubleValue());
                break;
            case SpanLayout.BOOLEAN_VALUE:
                value.append(reader.booleanValue());
                break;
            default:
                appendArray();
        }
        String text = value.toString();
        boolean cut = text.length() > MAX_VALUE_CHARS;
        Printable.append(line, text, 0, cut ? MAX_VALUE_CHARS : text.length());
        line.append(cut ? "\u2026" : "");
    }

    private void appendArray() {
        value.append('[');
        int type = reader.type();
        String separator = "";
        if (type == SpanLayout.TEXT_ARRAY) {
            for (String element : reader.texts()) {
                value.append(separator).append(element);
                separator = ", ";
            }
        } else if (type == SpanLayout.LONG_ARRAY) {
            for (long element : reader.longs()) {
                value.append(separator).append(element);
                separator = ", ";
            }
        } else if (type == SpanLayout.DOUBLE_ARRAY) {
            for (double element : reader.doubles()) {
                value.append(separator).append(element);
                separator = ", ";
            }
        } else {
            for (boolean element : reader.booleans()) {
                value.append(separator).append(element);
                separator = ", ";
            }
        }
        value.append(']');
    }
}
