/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.MethodRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** Weaves class files and defines them in a loader to be thrown away. */
final class Woven extends ClassLoader {
    private final Map<String, byte[]> classFiles = new HashMap<>();

    Woven() {
        super(Woven.class.getClassLoader());
    }

    /** Made once, since Byte Buddy is loaded with it; it has no state. */
    private static final ClassWeaver SHARED = WeaverClassLoader.newWeaver();

    static Weaver weaver() {
        return weaver(0);
    }

    /** @param minNanos min duration of spans whose rule states none */
    static Weaver weaver(long minNanos) {
        LeftAlone leftAlone = new LeftAlone();
        return new Weaver(new SharedOperations(leftAlone, minNanos, null), leftAlone) {
            @Override
            ClassWeaver newWeaver() {
                return SHARED;
            }
        };
    }

    static MethodRule[] rules(String text) {
        List<String> problems = new ArrayList<>();
        MethodRule[] rules = MethodRules.parse(text, "rules", problems).rules().toArray(new MethodRule[0]);
        assertThat(problems).isEmpty();
        return rules;
    }

    static byte[] classFile(String name) throws IOException {
        try (InputStream in = Woven.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    /** All methods of the class, or the class file as it is if there is none to weave. */
    static byte[] weaveAll(Weaver weaver, String name, byte[] classFile) {
        byte[] woven = weaver.weave(name, classFile, rules(name), (type, method) -> false);
        return woven == null ? classFile : woven;
    }

    Woven put(String name, byte[] classFile) {
        classFiles.put(name, classFile);
        return this;
    }

    /** What ASM's verifier has against it. */
    static String problems(byte[] classFile, ClassLoader loader) {
        StringWriter out = new StringWriter();
        CheckClassAdapter.verify(new ClassReader(classFile), loader, false, new PrintWriter(out));
        return out.toString();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            byte[] own = classFiles.get(name);
            if (loaded == null && own != null) {
                loaded = defineClass(name, own, 0, own.length);
            }
            return loaded != null ? loaded : super.loadClass(name, resolve);
        }
    }
}
