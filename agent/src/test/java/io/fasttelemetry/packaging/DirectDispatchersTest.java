/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import static io.fasttelemetry.packaging.CompiledClasses.nameOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PrivilegedAction;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.utility.dispatcher.JavaDispatcher;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** The interfaces here stand for what Byte Buddy has many of. */
final class DirectDispatchersTest {
    /**
     * Of the classes that are made for the version of Byte Buddy in the build, on any JDK. After a change of that
     * version, or of what is made, the failure shows the new value; it has to be one on all JDKs.
     */
    private static final String DIGEST = "80ce0a075899f413dafc8f2269e18e6ad1ba3a65f6227ad25d03a8cdd1c76b2f";

    @JavaDispatcher.Proxied("java.util.List")
    interface Lists {
        @JavaDispatcher.Instance
        boolean isInstance(Object value);

        @JavaDispatcher.Proxied("size")
        int size(Object list);

        @JavaDispatcher.Proxied("get")
        Object get(Object list, int index);

        @JavaDispatcher.IsStatic
        @JavaDispatcher.Proxied("of")
        Object of(@JavaDispatcher.Proxied("java.lang.Object") Object element);

        @JavaDispatcher.Proxied("neverThere")
        int neverThere(Object list);

        @JavaDispatcher.Defaults
        @JavaDispatcher.Proxied("neverThereEither")
        long neverThereEither(Object list);

        @JavaDispatcher.Container
        @JavaDispatcher.Proxied("toArray")
        Object[] toArray(int length);
    }

    interface Parent {
        @JavaDispatcher.Instance
        boolean isInstance(Object value);
    }

    @JavaDispatcher.Defaults
    @JavaDispatcher.Proxied("com.acme.Absent")
    interface Absent extends Parent {
        @JavaDispatcher.IsConstructor
        @JavaDispatcher.Proxied("make")
        Object make();

        @JavaDispatcher.Proxied("names")
        String[] names(Object value);
    }

    @JavaDispatcher.Proxied("java.lang.StringBuilder")
    interface Builders {
        @JavaDispatcher.IsConstructor
        @JavaDispatcher.Proxied("make")
        Object make(String text);

        @JavaDispatcher.Proxied("append")
        Object append(Object builder, @JavaDispatcher.Proxied("java.lang.CharSequence") Object text);
    }

    private static final JdkSignatures JDK = new JdkSignatures();

    /** Defines the class with the direct calls beside the interface. */
    private static <T> T direct(Class<T> dispatcher) throws Exception {
        String name = nameOf(dispatcher) + "$Direct";
        byte[] file = new DirectDispatcher(name, node(nameOf(dispatcher)), DirectDispatchersTest::node, JDK).write();
        Class<?> type = MethodHandles.lookup().defineHiddenClass(file, true).lookupClass();
        Object made = type.getDeclaredConstructor().newInstance();
        assertThat(((PrivilegedAction<?>) made).run()).isSameAs(made);
        return dispatcher.cast(made);
    }

    private static ClassNode node(String internalName) {
        try {
            ClassNode node = new ClassNode();
            new ClassReader(internalName).accept(node, 0);
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void direct_callsWhatIsThere() throws Exception {
        Lists lists = direct(Lists.class);
        Object list = lists.of("one");

        assertThat(lists.isInstance(list)).isTrue();
        assertThat(lists.isInstance("list")).isFalse();
        assertThat(lists.size(list)).isEqualTo(1);
        assertThat(lists.get(list, 0)).isEqualTo("one");
        assertThat(lists.toArray(2)).isInstanceOf(List[].class).hasSize(2);
        assertThatThrownBy(() -> lists.get(list, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        Builders builders = direct(Builders.class);
        assertThat(builders.append(builders.make("a"), "b")).hasToString("ab");
    }

    @Test
    void direct_refusesOrGivesDefaultsForWhatIsNot() throws Exception {
        Lists lists = direct(Lists.class);

        assertThatThrownBy(() -> lists.neverThere(List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("java.util.List.neverThere");
        assertThat(lists.neverThereEither(List.of())).isZero();
        Absent absent = direct(Absent.class);
        assertThat(absent.isInstance("any")).isFalse();
        assertThat(absent.make()).isNull();
        assertThat(absent.names("any")).isEmpty();
    }

    private static Map<String, byte[]> byteBuddy() throws Exception {
        Path jar = Path.of(
                Advice.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return ClassFiles.read(jar.toString()).classes();
    }

    private static boolean callsOf(byte[] file) {
        ClassNode node = new ClassNode();
        new ClassReader(file).accept(node, 0);
        return node.methods.stream()
                .flatMap(method -> Arrays.stream(method.instructions.toArray()))
                .anyMatch(instruction -> instruction instanceof MethodInsnNode call
                        && call.owner.equals(nameOf(JavaDispatcher.class))
                        && call.name.equals("of"));
    }

    @Test
    void replaceIn_leavesNoProxy() throws Exception {
        Map<String, byte[]> classes = byteBuddy();
        DirectDispatchers.replaceIn(classes, JDK);

        classes.remove(nameOf(JavaDispatcher.class));
        classes.values().removeIf(file -> !callsOf(file));
        assertThat(classes.keySet()).isEmpty();
    }

    @Test
    void replaceIn_givesTheSameOnEveryJdk() throws Exception {
        Map<String, byte[]> classes = byteBuddy();
        DirectDispatchers.replaceIn(classes, JDK);

        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int count = 0;
        for (Map.Entry<String, byte[]> file : classes.entrySet()) {
            if (file.getKey().endsWith("$Direct")) {
                digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
                digest.update(file.getValue());
                count++;
            }
        }
        assertThat(count).isGreaterThan(40);
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(DIGEST);
    }
}
