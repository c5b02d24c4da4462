/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

/** A trace id of 16 bytes. Comparable, so that ids with equal hash codes do not make a HashMap slow. Immutable. */
final class TraceId implements Comparable<TraceId> {
    private final long high;
    private final long low;

    TraceId(long high, long low) {
        this.high = high;
        this.low = low;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /** The id of 32 hexadecimal digits; null if the text is none. */
    static TraceId parse(String text) {
        if (text == null || text.length() != 32) {
            return null;
        }
        try {
            return new TraceId(Hex.parse(text, 0), Hex.parse(text, 16));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TraceId && ((TraceId) other).high == high && ((TraceId) other).low == low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high * 31 + low);
    }

    @Override
    public int compareTo(TraceId other) {
        int first = Long.compare(high, other.high);
        return first != 0 ? first : Long.compare(low, other.low);
    }

    @Override
    public String toString() {
        return Hex.text(high) + Hex.text(low);
    }
}
