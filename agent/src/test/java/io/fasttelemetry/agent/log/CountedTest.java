/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CountedTest {
    @Test
    void of_hasThePluralForAllButOne() {
        assertThat(Counted.spans(0)).isEqualTo("0 spans");
        assertThat(Counted.spans(1)).isEqualTo("1 span");
        assertThat(Counted.of(21, "failed attempt")).isEqualTo("21 failed attempts");
    }
}
