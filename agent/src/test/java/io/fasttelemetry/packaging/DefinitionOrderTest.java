/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import static io.fasttelemetry.packaging.CompiledClasses.nameOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DefinitionOrderTest {
    private static class AChild extends CParent implements BInterface {}

    private interface BInterface {}

    private static class CParent extends DGrandparent {}

    private static class DGrandparent {}

    private static final String PREFIX = nameOf(DefinitionOrderTest.class);

    @Test
    void of_putsSupertypesFirst() throws IOException {
        Map<String, byte[]> classes =
                CompiledClasses.of(AChild.class, BInterface.class, CParent.class, DGrandparent.class);

        assertThat(classes.keySet()).first().isEqualTo(nameOf(AChild.class));
        assertThat(DefinitionOrder.of(classes, PREFIX))
                .containsExactly(
                        nameOf(DGrandparent.class),
                        nameOf(CParent.class),
                        nameOf(BInterface.class),
                        nameOf(AChild.class));
    }

    @Test
    void of_leavesOutOtherPackages() throws IOException {
        Map<String, byte[]> classes = CompiledClasses.of(DGrandparent.class, CompiledClasses.class);

        assertThat(DefinitionOrder.of(classes, PREFIX)).containsExactly(nameOf(DGrandparent.class));
    }
}
