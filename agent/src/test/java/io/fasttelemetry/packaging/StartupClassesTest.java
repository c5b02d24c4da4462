/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.ClassBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartupClassesTest {
    @TempDir
    private Path directory;

    @Test
    void blockOf_putsWhatIsNotRecordedIntoTheRest() throws IOException {
        Path list = Files.writeString(directory.resolve("list"), "okio.Buffer\nnet.bytebuddy.asm.Advice\n");
        StartupClasses startup = StartupClasses.read(list);

        assertThat(startup.blockOf("okio.Buffer")).isEqualTo(ClassBlock.SENDING);
        assertThat(startup.blockOf("okio.Buffer$1")).isEqualTo(ClassBlock.REST);
        assertThat(startup.blockOf("net.bytebuddy.asm.Advice")).isEqualTo(ClassBlock.WEAVING);
        assertThat(startup.blockOf("net.bytebuddy.ByteBuddy")).isEqualTo(ClassBlock.REST);
    }

    @Test
    void blockOf_needsNoRecordOfTheAgent() throws IOException {
        StartupClasses startup = StartupClasses.read(Files.createFile(directory.resolve("list")));

        assertThat(startup.blockOf("io.fasttelemetry.agent.Agent")).isEqualTo(ClassBlock.START);
        assertThat(startup.blockOf("io.fasttelemetry.agent.export.transport.okhttp.Tls"))
                .isEqualTo(ClassBlock.SENDING);
        assertThat(startup.blockOf("io.fasttelemetry.proto.WireBuffer")).isEqualTo(ClassBlock.START);
    }
}
