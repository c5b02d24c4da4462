/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytecodeTest {
    /** What the JIT compiler inlines: by default HotSpot's MaxInlineSize and FreqInlineSize. */
    private enum Role {
        /** On the way of every span: inlined wherever it is called. */
        ALWAYS(35),
        /** Inlined where it is called often. */
        OFTEN(325);

        final int mostBytes;

        Role(int mostBytes) {
            this.mostBytes = mostBytes;
        }
    }

    private static final Pattern ALLOWED = Pattern.compile("java/lang/[A-Z]\\w*(\\$\\w+)?"
            + "|java/lang/(invoke|ref)/[A-Z]\\w*(\\$\\w+)?"
            + "|java/net/SocketImplFactory"
            + "|java/util/[A-Z]\\w*"
            + "|java/util/concurrent/.*"
            + "|io/fasttelemetry/bootstrap/.*");

    private static final Map<String, ClassFile> CLASSES = new HashMap<>();

    @BeforeAll
    static void readClasses() throws IOException, URISyntaxException {
        Path folder = Path.of(Tracer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("io/fasttelemetry/bootstrap");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                try (InputStream in = Files.newInputStream(file)) {
                    CLASSES.put(file.getFileName().toString().replace(".class", ""), ClassFile.read(in));
                }
            }
        }
    }

    /** Budgets a little above what the methods have: whoever goes over one looks at the benchmark first. */
    @ParameterizedTest
    @CsvSource({
        "ALWAYS, ThreadState, enter, 28",
        "ALWAYS, Tracer, state, 30",
        "ALWAYS, ThreadState, exit, 16",
        "ALWAYS, ThreadState, countStarted, 30",
        "ALWAYS, OwnedBuffer, countStarted, 12",
        "ALWAYS, OwnedBuffer, countUnsampled, 28",
        "ALWAYS, SpanClock, anchor, 6",
        "ALWAYS, Sampling, keeps, 20",
        "ALWAYS, Sampling, threshold, 24",
        "OFTEN, ThreadState, begin, 84",
        "OFTEN, ThreadState, beginTrace, 184",
        "OFTEN, ThreadState, end, 136",
        "OFTEN, OwnedBuffer, offer, 144",
        "OFTEN, SharedBuffer, offerWithValues, 325",
        "OFTEN, SpanChunk, write, 140",
        "OFTEN, IdGenerator, next, 48",
        "OFTEN, IdGenerator, mix, 40"
    })
    void hotMethod_staysInlinable(Role role, String type, String method, int budgetBytes) {
        assertThat(CLASSES.get(type).codeBytes.get(method)).isLessThanOrEqualTo(budgetBytes);
        assertThat(budgetBytes).isLessThanOrEqualTo(role.mostBytes);
    }

    @Test
    void classes_useNoInvokeDynamic() {
        assertThat(CLASSES).hasSizeGreaterThan(15);
        assertThat(CLASSES)
                .allSatisfy((name, file) ->
                        assertThat(file.usesDynamicConstants).as(name).isFalse());
    }

    @Test
    void classes_referToJavaBaseOnly() {
        assertThat(CLASSES)
                .allSatisfy((name, file) -> assertThat(file.referredTypes)
                        .as(name)
                        .allMatch(type -> ALLOWED.matcher(type).matches()));
    }

    @Test
    void reader_seesWhatItIsToForbid() throws IOException {
        try (InputStream in = BytecodeTest.class.getResourceAsStream("BytecodeTest.class")) {
            ClassFile file = ClassFile.read(in);
            assertThat(file.usesDynamicConstants).isTrue();
            assertThat(file.referredTypes).contains("java/nio/file/Path", "java/util/regex/Pattern");
            assertThat(file.codeBytes.get("readClasses")).isBetween(50, 1000);
        }
    }
}
