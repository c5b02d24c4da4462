/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import static io.fasttelemetry.packaging.CompiledClasses.fileOf;
import static io.fasttelemetry.packaging.CompiledClasses.nameOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.Nexus;
import net.bytebuddy.implementation.LoadedTypeInitializer;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.api.Test;

final class WithoutReflectionTest {
    private static Map<String, byte[]> changed(Class<?>... types) throws Exception {
        Map<String, byte[]> classes = new TreeMap<>(CompiledClasses.of(types));
        WithoutReflection.replaceIn(classes);
        return classes;
    }

    private static String text(byte[] file) {
        return new String(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void replaceIn_takesAnnotationsFromClassesAndLeavesThemToAnnotationTypes() throws Exception {
        Map<String, byte[]> classes = changed(ClassFileVersion.class, Advice.OnMethodEnter.class);

        assertThat(text(fileOf(ClassFileVersion.class))).contains("RuntimeVisibleAnnotations", "Signature");
        assertThat(text(classes.get(nameOf(ClassFileVersion.class))))
                .doesNotContain("RuntimeVisibleAnnotations", "InnerClasses", "LineNumberTable");
        assertThat(text(classes.get(nameOf(Advice.OnMethodEnter.class))))
                .contains("RuntimeVisibleAnnotations", "AnnotationDefault");
    }

    @Test
    void replaceIn_renamesPropertiesAndNoClasses() throws Exception {
        String property = "net.bytebuddy.experimental";
        String initializer = LoadedTypeInitializer.class.getName();

        assertThat(text(fileOf(OpenedClassReader.class))).contains(property);
        assertThat(text(changed(OpenedClassReader.class).get(nameOf(OpenedClassReader.class))))
                .doesNotContain(property)
                .contains("io.fasttelemetry.bytebuddy.experimental");
        assertThat(text(changed(Nexus.class, LoadedTypeInitializer.class).get(nameOf(Nexus.class))))
                .contains(initializer)
                .contains("io.fasttelemetry.bytebuddy.nexus.disabled");
    }

    @Test
    void replaceIn_leavesOtherLibrariesAlone() throws Exception {
        Map<String, byte[]> classes = changed(okhttp3.OkHttpClient.class);

        assertThat(classes.get(nameOf(okhttp3.OkHttpClient.class))).isEqualTo(fileOf(okhttp3.OkHttpClient.class));
    }
}
