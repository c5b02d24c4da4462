/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.config.Options;
import io.fasttelemetry.agent.config.TestConfig;
import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.bootstrap.Operation;
import io.fasttelemetry.bootstrap.Operations;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SharedOperationsTest {
    private final SharedOperations operations = new SharedOperations(new LeftAlone());

    @Test
    void idOf_generatedClassesShareTheRulesNameInTheEnd() {
        MethodRule rule = Woven.rules("com.acme.Script[run]")[0];
        Set<Integer> ids = new HashSet<>();

        for (int i = 0; i < 3 * SharedOperations.MAX_PER_RULE; i++) {
            ids.add(operations.idOf(rule, "com.acme.Script" + i, "run"));
        }

        assertThat(ids).hasSize(SharedOperations.MAX_PER_RULE + 1);
        assertThat(operations.idOf(rule, "com.acme.Script0", "run"))
                .as("an early one keeps its own")
                .isEqualTo(Operations.find("com.acme.Script0", "run").id);
        int shared = operations.idOf(rule, "com.acme.ScriptLast", "run");
        assertThat(Operations.get(shared).functionName).isEqualTo("com.acme.Script.run");
    }

    @Test
    void idOf_generatedMethodsAreBoundedAsWell() {
        MethodRule rule = Woven.rules("com.acme.Code")[0];
        Set<Integer> ids = new HashSet<>();

        for (int i = 0; i < 4 * SharedOperations.MAX_PER_RULE; i++) {
            ids.add(operations.idOf(rule, "com.acme.Code" + i, "m" + i));
        }

        assertThat(ids).hasSizeLessThanOrEqualTo(2 * SharedOperations.MAX_PER_RULE + 1);
    }

    @Test
    void idOf_redeployedClassesCountOnce() {
        MethodRule rule = Woven.rules("com.acme.Again[run]")[0];
        int first = operations.idOf(rule, "com.acme.Again", "run");

        for (int i = 0; i < 2 * SharedOperations.MAX_PER_RULE; i++) {
            assertThat(operations.idOf(rule, "com.acme.Again", "run")).isEqualTo(first);
        }
        assertThat(Operations.get(operations.idOf(rule, "com.acme.Again2", "run")).functionName)
                .isEqualTo("com.acme.Again2.run");
    }

    /** Woven code captures by the index of a key, and asks for limits, whatever operation it has. */
    @Test
    void idOf_operationsThatAreSharedHaveTheKeysAndLimitsOfTheRule() {
        MethodRule rule = Woven.rules("com.acme.Limited[run]{min=1m, attr.a=${0}, attr.b=${return}}")[0];
        int last = 0;
        for (int i = 0; i <= SharedOperations.MAX_PER_RULE; i++) {
            last = operations.idOf(rule, "com.acme.Limited" + i, "run");
        }

        Operation shared = Operations.get(last);
        assertThat(shared.functionName).isEqualTo("com.acme.Limited.run");
        assertThat(shared.isLimited()).isTrue();
        assertThat(shared.attributeCount()).isEqualTo(2);
        assertThat(shared.attributeKey(1)).isEqualTo("b");
    }

    @Test
    void mask_isForRedactedNames() {
        SharedOperations masking = new SharedOperations(
                new LeftAlone(), 0, TestConfig.of("redact", "*pass*").get(Options.REDACT));

        assertThat(masking.mask("password")).isEqualTo("***");
        assertThat(masking.mask("sku")).isNull();
        assertThat(operations.mask("password")).isNull();
    }
}
