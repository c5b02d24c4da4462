/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

/**
 * The name of an attribute, encoded once: the {@code key} field of {@code common.v1.KeyValue} with tag and length.
 *
 * <p>Immutable; any thread. Meant for constants. The specification requires names that are not empty; this class takes
 * any, {@link AttributeSet} refuses empty ones.
 */
public final class AttributeKey {
    private final String name;
    private final byte[] field;

    private AttributeKey(String name, byte[] field) {
        this.name = name;
        this.field = field;
    }

    public static AttributeKey of(String name) {
        WireBuffer out = new WireBuffer(name.length() + 8);
        out.writeStringField(KeyValueEncoder.KEY, name, Integer.MAX_VALUE);
        return new AttributeKey(name, out.toByteArray());
    }

    public String name() {
        return name;
    }

    byte[] field() {
        return field;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AttributeKey && ((AttributeKey) other).name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
