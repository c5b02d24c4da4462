/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import static io.fasttelemetry.packaging.CompiledClasses.nameOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // they are here to be mentioned
final class ReachabilityTest {
    private static final class Root {
        static final String BY_NAME = "io.fasttelemetry.packaging.ReachabilityTest$Named";

        Called call(Typed unused) {
            return new Called();
        }
    }

    private static final class Called {
        @Marked
        int field;
    }

    private static final class Typed {}

    private static final class Named {}

    private @interface Marked {}

    private static final class Unused {}

    private static Map<String, byte[]> all() throws IOException {
        return CompiledClasses.of(Root.class, Called.class, Typed.class, Named.class, Marked.class, Unused.class);
    }

    @Test
    void names_holdWhatIsMentionedByCodeTypeAnnotationOrString() throws IOException {
        Reachability reachable = new Reachability(all());
        reachable.addRoot(nameOf(Root.class));

        assertThat(reachable.names())
                .containsExactlyInAnyOrder(
                        nameOf(Root.class),
                        nameOf(Called.class),
                        nameOf(Typed.class),
                        nameOf(Named.class),
                        nameOf(Marked.class));
    }

    @Test
    void names_areEmptyWithoutRoots() throws IOException {
        Reachability reachable = new Reachability(all());
        reachable.addRoot("com/acme/Missing");

        assertThat(reachable.names()).isEmpty();
    }
}
