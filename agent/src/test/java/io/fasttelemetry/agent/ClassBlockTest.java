/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which block a class is in; what a block looks like is tested with its writer. */
final class ClassBlockTest {
    @ParameterizedTest
    @CsvSource({
        "io.fasttelemetry.agent.Agent, start.classes",
        "io.fasttelemetry.agent.export.ExportLoop, start.classes",
        "net.bytebuddy.asm.Advice, weaving.classes",
        "io.fasttelemetry.agent.instrument.advice.AdviceWeaver, weaving.classes",
        "io.fasttelemetry.agent.instrument.Weaver, start.classes",
        "io.fasttelemetry.agent.export.transport.okhttp.Tls, sending.classes",
        "io.fasttelemetry.proto.WireBuffer, start.classes",
        "okhttp3.OkHttpClient, sending.classes",
        "com.google.protobuf.CodedInputStream, sending.classes",
        "java.util.logging.Logger, sending.classes"
    })
    void blockOf_goesByTheFirstUse(String name, String entry) {
        assertThat(ClassBlock.entryOf(ClassBlock.blockOf(name))).isEqualTo(entry);
    }

    @Test
    void entryOf_isAnotherOneForEachBlock() {
        Set<String> entries = new HashSet<>();
        for (int number = 0; number < ClassBlock.COUNT; number++) {
            entries.add(ClassBlock.entryOf(number));
        }

        assertThat(entries).hasSize(ClassBlock.COUNT).allMatch(entry -> entry.endsWith(".classes"));
    }

    @Test
    void isPacked_sparesTheBlocksOfAStart() {
        assertThat(ClassBlock.isPacked(ClassBlock.START)).isFalse();
        assertThat(ClassBlock.isPacked(ClassBlock.WEAVING)).isFalse();
        assertThat(ClassBlock.isPacked(ClassBlock.RECORDER)).isFalse();
        assertThat(ClassBlock.isPacked(ClassBlock.SENDING)).isTrue();
        assertThat(ClassBlock.isPacked(ClassBlock.REST)).isTrue();
    }
}
