/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationsTest {
    @ParameterizedTest
    @CsvSource({
        "com.acme.Cart, Cart.run",
        "com.acme.Shop$Cart, Shop.Cart.run",
        "com.acme.Shop$Cart$Line, Shop.Cart.Line.run",
        "com.acme.Shop$Cart$1, Shop.Cart$1.run",
        "com.acme.user$fn__6279, user.fn__6279.run",
        "com.acme.deploy$_run_closure1, deploy._run_closure1.run",
        "com.acme.Shop$$EnhancerBy$$1, Shop$$EnhancerBy$$1.run",
        "com.acme.Shop$Cart$, Shop.Cart$.run",
        "Cart, Cart.run",
        "com.acme.Shop$1, Shop$1.run",
        "com.acme.Shop$1Local, Shop$1Local.run",
        "com.acme.$Proxy12, $Proxy12.run",
        "com.acme.Shop$, Shop$.run",
        "com.acme.Shop$Cart/0x0000000800c03000, Shop.Cart.run"
    })
    void register_namesTheSpanByTheClassInItsOuterClasses(String className, String spanName) {
        Operation operation = Operations.register(className, "run", 1);

        assertThat(operation.spanName).isEqualTo(spanName);
        assertThat(operation.functionName).isEqualTo(className + ".run");
    }

    @Test
    void register_givesOneOperationToAllOverloadsAndLoaders() {
        Operation first = Operations.register("com.acme.Twice", "run", 3);
        int count = Operations.count();

        Operation second = Operations.register("com.acme.Twice", "run", 1);

        assertThat(second).isSameAs(first);
        assertThat(second.kind).isEqualTo(3);
        assertThat(Operations.count()).isEqualTo(count);
        assertThat(Operations.get(first.id)).isSameAs(first);
        assertThat(Operations.find("com.acme.Twice", "run")).isSameAs(first);
        assertThat(Operations.find("com.acme.Twice", "walk")).isNull();
        assertThat(Operations.get(-1)).isNull();
        assertThat(Operations.get(1 << 30)).isNull();
    }

    @Test
    void register_givesDenseIdsToManyThreadsAtOnce() {
        int before = Operations.count();
        AtomicIntegerArray seen = new AtomicIntegerArray(before + 1000);

        Threads.inFresh(
                4,
                index -> {
                    for (int i = 0; i < 1000; i++) {
                        String method = "m" + (i * 7 + index * 13) % 1000;
                        Operation operation = Operations.register("com.acme.Many", method, 1);
                        seen.set(operation.id, 1);
                        assertThat(Operations.get(operation.id)).isSameAs(operation);
                        assertThat(operation.functionName).isEqualTo("com.acme.Many." + method);
                    }
                },
                0);

        assertThat(Operations.count()).isEqualTo(before + 1000);
        for (int id = before; id < before + 1000; id++) {
            assertThat(seen.get(id)).isEqualTo(1);
        }
    }
}
