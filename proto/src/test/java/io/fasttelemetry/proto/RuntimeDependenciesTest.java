/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RuntimeDependenciesTest {
    @Test
    void everything_runsWithoutOpentelemetryProto() throws ReflectiveOperationException, IOException {
        URL[] shipped = {location(WireBuffer.class), location(EncodeProbe.class), location(CodedInputStream.class)};
        try (Loader loader = new Loader(shipped)) {
            assertThatThrownBy(() -> loader.loadClass("io.opentelemetry.proto.trace.v1.Span"))
                    .isInstanceOf(ClassNotFoundException.class);

            Supplier<?> probe = (Supplier<?>) loader.loadClass(EncodeProbe.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();

            assertThat(probe.get()).isEqualTo(new EncodeProbe().get());
            // protobuf's output stream would start java.util.logging, which belongs to the application.
            assertThat(loader.isLoaded("com.google.protobuf.CodedInputStream")).isTrue();
            assertThat(loader.isLoaded("com.google.protobuf.CodedOutputStream")).isFalse();
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static final class Loader extends URLClassLoader {
        Loader(URL[] urls) {
            super(urls, ClassLoader.getPlatformClassLoader());
        }

        boolean isLoaded(String name) {
            return findLoadedClass(name) != null;
        }
    }
}
