/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

/** An attribute whose value is taken from each call, {@code attr.sku=${0.sku}}. Immutable; any thread. */
public final class CapturedAttribute {
    private final String key;
    private final Template.Part expression;

    CapturedAttribute(String key, Template.Part expression) {
        this.key = key;
        this.expression = expression;
    }

    public String key() {
        return key;
    }

    public Template.Part expression() {
        return expression;
    }
}
