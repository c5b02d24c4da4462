/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

/** Attribute value that is an array, a list of pairs, bytes or empty, kept as the text of its OTLP JSON. Immutable. */
final class Compound implements Comparable<Compound> {
    static final Compound EMPTY = new Compound("{}");

    private final String json;

    Compound(String json) {
        this.json = json;
    }

    String json() {
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Compound && ((Compound) other).json.equals(json);
    }

    @Override
    public int hashCode() {
        return json.hashCode() ^ 1;
    }

    @Override
    public int compareTo(Compound other) {
        return json.compareTo(other.json);
    }

    @Override
    public String toString() {
        return json;
    }
}
