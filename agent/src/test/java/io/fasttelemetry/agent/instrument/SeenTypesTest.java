/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.rules.MethodRule;
import org.junit.jupiter.api.Test;

final class SeenTypesTest {
    private final SeenTypes types = new SeenTypes();

    @Test
    void get_tellsTypesWithoutRuleFromUnknownOnes() {
        MethodRule[] rules = Woven.rules("a.Face[x]");
        for (int i = 0; i < 50_000; i++) {
            types.put("com/acme/Plain" + i, new MethodRule[0]);
        }
        types.put("a/Face", rules);

        for (int i = 0; i < 50_000; i++) {
            assertThat(types.get("com/acme/Plain" + i)).isEmpty();
        }
        assertThat(types.get("a/Face")).isSameAs(rules);
        for (int i = 0; i < 50_000; i++) {
            assertThat(types.get("com/acme/Other" + i)).isNull();
        }
    }

    @Test
    void put_whenFullForgetsNewOnes() {
        for (int i = 0; i <= SeenTypes.MAX_PLAIN; i++) {
            types.put("T" + i, new MethodRule[0]);
        }

        assertThat(types.get("T0")).isEmpty();
        assertThat(types.get("T" + SeenTypes.MAX_PLAIN)).isNull();
    }
}
