/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.export.otlp;

import io.fasttelemetry.agent.config.RedactedNames;
import io.fasttelemetry.agent.export.CapturedReader;
import io.fasttelemetry.bootstrap.Operation;
import io.fasttelemetry.bootstrap.Operations;
import io.fasttelemetry.bootstrap.SpanLayout;
import io.fasttelemetry.proto.AttributeKey;
import io.fasttelemetry.proto.KeyValueEncoder;
import java.util.HashSet;
import java.util.Set;

/**
 * Encodes the captured values of a record as attributes of its span. Keys are encoded once for each operation. The
 * value of a redacted key is replaced. A key that the span has already, or an empty one, is left out and counted. Owned
 * by the export thread.
 */
final class CapturedAttributes {
    private static final AttributeKey[] NONE = new AttributeKey[0];

    private final RedactedNames redacted;
    private final Set<String> reserved;
    private final CapturedReader reader = new CapturedReader();
    private AttributeKey[][] keys = new AttributeKey[0][];
    private boolean[][] masked = new boolean[0][];

    /** @param reserved keys that every span may have */
    CapturedAttributes(RedactedNames redacted, Set<String> reserved) {
        this.redacted = redacted;
        this.reserved = reserved;
    }

    /** Writes the attributes, and returns how many of those that were captured are not there. */
    int encode(KeyValueEncoder attributes, long[] records, int offset) {
        reader.start(records, offset);
        int leftOut = reader.leftOutCount();
        int operationId = SpanLayout.operationId(records[offset + SpanLayout.DESCRIPTOR]);
        while (reader.next()) {
            AttributeKey[] known = keys(operationId);
            AttributeKey key = reader.index() < known.length ? known[reader.index()] : null;
            if (key == null) {
                reader.skip();
                leftOut++;
            } else if (masked[operationId][reader.index()]) {
                reader.skip();
                attributes.write(key, RedactedNames.MASK);
            } else {
                write(attributes, key);
            }
        }
        return leftOut;
    }

    private void write(KeyValueEncoder attributes, AttributeKey key) {
        switch (reader.type()) {
            case SpanLayout.TEXT_VALUE:
                attributes.write(key, reader.text());
                break;
            case SpanLayout.LONG_VALUE:
                attributes.write(key, reader.longValue());
                break;
            case SpanLayout.DOUBLE_VALUE:
                attributes.write(key, reader.doubleValue());
                break;
            case SpanLayout.BOOLEAN_VALUE:
                attributes.write(key, reader.booleanValue());
                break;
            case SpanLayout.TEXT_ARRAY:
                attributes.write(key, reader.texts());
                break;
            case SpanLayout.LONG_ARRAY:
                attributes.write(key, reader.longs());
                break;
            case SpanLayout.DOUBLE_ARRAY:
                attributes.write(key, reader.doubles());
                break;
            case SpanLayout.BOOLEAN_ARRAY:
                attributes.write(key, reader.booleans());
                break;
            default:
                throw new IllegalStateException("captured value of type " + reader.type());
        }
    }

    private AttributeKey[] keys(int operationId) {
        if (operationId >= keys.length) {
            int length = Math.max(operationId + 1, keys.length * 2);
            AttributeKey[][] moreKeys = new AttributeKey[length][];
            boolean[][] moreMasked = new boolean[length][];
            System.arraycopy(keys, 0, moreKeys, 0, keys.length);
            System.arraycopy(masked, 0, moreMasked, 0, masked.length);
            masked = moreMasked;
            keys = moreKeys;
        }
        AttributeKey[] known = keys[operationId];
        return known == null ? make(operationId) : known;
    }

    private AttributeKey[] make(int operationId) {
        Operation operation = Operations.get(operationId);
        int count = operation == null ? 0 : operation.attributeCount();
        AttributeKey[] made = count == 0 ? NONE : new AttributeKey[count];
        boolean[] masks = new boolean[count];
        Set<String> taken = new HashSet<>(reserved);
        for (int i = 0; i < count; i++) {
            String key = operation.attributeKey(i);
            if (!key.isEmpty() && taken.add(key)) {
                made[i] = AttributeKey.of(key);
                masks[i] = redacted.masks(key);
            }
        }
        masked[operationId] = masks;
        keys[operationId] = made;
        return made;
    }
}
