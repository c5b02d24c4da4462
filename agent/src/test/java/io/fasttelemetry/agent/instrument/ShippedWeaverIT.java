/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.ClassBlock;
import io.fasttelemetry.agent.rules.MethodRule;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/**
 * What packaging leaves of Byte Buddy weaves as all of it does, with no class or method missing: a whole library, and
 * the forms of classes that no compiler of today writes.
 */
final class ShippedWeaverIT {
    private static final File JAR = new File(System.getProperty("agent.jar"));
    private static final String BYTE_BUDDY = "net.bytebuddy.";
    private static final String WEAVER = "io.fasttelemetry.agent.instrument.advice.AdviceWeaver";

    /** Byte Buddy and the weaver as they are in the jar; all else, as it is in the tests. */
    private static final class Shipped extends ClassLoader {
        private final Map<String, byte[]> files = new HashMap<>();

        Shipped() throws Exception {
            super(ShippedWeaverIT.class.getClassLoader());
            try (ZipFile zip = new ZipFile(JAR)) {
                for (int number : new int[] {ClassBlock.WEAVING, ClassBlock.REST}) {
                    InputStream in = zip.getInputStream(zip.getEntry("fast-telemetry/" + ClassBlock.entryOf(number)));
                    byte[] content = in.readAllBytes();
                    read(ClassBlock.isPacked(number) ? ClassBlock.unpack(content) : content);
                }
            }
        }

        private void read(byte[] content) {
            for (ClassBlock block = new ClassBlock(content); block.next(); ) {
                ByteBuffer file = ClassBlock.fileAt(content, block.place());
                byte[] bytes = new byte[file.remaining()];
                file.get(bytes);
                files.put(block.name(), bytes);
            }
        }

        private static boolean isShipped(String name) {
            return name.startsWith(BYTE_BUDDY) || name.startsWith("io.fasttelemetry.agent.instrument.advice.");
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!isShipped(name)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] file = files.get(name);
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, file, 0, file.length);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            byte[] file = files.get(name.replace(".class", "").replace('/', '.'));
            return file == null ? null : new ByteArrayInputStream(file);
        }
    }

    private final ClassWeaver shipped =
            (ClassWeaver) new Shipped().loadClass(WEAVER).getConstructor().newInstance();
    private final ClassWeaver whole = WeaverClassLoader.newWeaver();

    ShippedWeaverIT() throws Exception {}

    private static TracedClass traced(String name, byte[] file, String options) {
        LeftAlone leftAlone = new LeftAlone();
        MethodRule[] rules = Woven.rules(name + options);
        MethodSelection selection = MethodSelection.of(name, file, rules, (type, method) -> false);
        return new TracedClass(name, file, selection, new SharedOperations(leftAlone), leftAlone);
    }

    /** The class file with the recorder's name as it is in the tests. */
    private static byte[] renamed(byte[] woven) {
        ClassWriter writer = new ClassWriter(0);
        String shippedName = "java/lang/FastTelemetryThreadState";
        String name = "io/fasttelemetry/bootstrap/ThreadState";
        new ClassReader(woven)
                .accept(new ClassRemapper(writer, new SimpleRemapper(Opcodes.ASM9, shippedName, name)), 0);
        return writer.toByteArray();
    }

    private void assertSame(Map<String, byte[]> classFiles, String options) {
        int count = 0;
        for (Map.Entry<String, byte[]> file : classFiles.entrySet()) {
            byte[] expected = whole.weave(traced(file.getKey(), file.getValue(), options));
            byte[] actual = shipped.weave(traced(file.getKey(), file.getValue(), options));
            if (expected == null) {
                assertThat(actual).as(file.getKey()).isNull();
            } else {
                assertThat(Arrays.equals(renamed(actual), renamed(expected)))
                        .as(file.getKey())
                        .isTrue();
                count++;
            }
        }
        assertThat(count).isPositive();
    }

    @Test
    void weave_aLibraryAsTheWholeOfByteBuddyDoes() throws Exception {
        assertSame(CorpusTest.read("kotlin-stdlib"), "");
    }

    @Test
    void weave_limitsAndValuesAsTheWholeOfByteBuddyDoes() throws Exception {
        Map<String, byte[]> classFiles = CorpusTest.read("kotlin-stdlib");
        assertSame(classFiles, "{min=1ms}");
        assertSame(classFiles, "{attr.a=${0}, attr.b=${1}, attr.r=${return}, attr.m=${thrown}, attr.s=${this.size}}");
    }

    @Test
    void weave_framesOfOtherCompilers() {
        assertSame(new TreeMap<>(Map.of("com.acme.Frames", OtherCompilersFramesTest.classFile())), "");
    }

    @Test
    void shippedClasses_canAllBeLinked() throws Exception {
        Shipped loader = new Shipped();
        int count = 0;
        for (String name : loader.files.keySet()) {
            if (name.startsWith(BYTE_BUDDY)) {
                // Asking for the methods makes the JVM verify a class.
                assertThat(Class.forName(name, false, loader).getDeclaredMethods())
                        .as(name)
                        .isNotNull();
                count++;
            }
        }
        assertThat(count).isGreaterThan(300);
    }
}
