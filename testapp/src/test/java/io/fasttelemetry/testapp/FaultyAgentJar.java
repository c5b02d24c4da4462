/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes the jar of {@code com.acme.scenario.FaultyAgent}: a manifest alone, the class is on the class path. */
final class FaultyAgentJar {
    private FaultyAgentJar() {}

    static Path in(Path directory) throws IOException {
        Path jar = directory.resolve("faulty-agent.jar");
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", "com.acme.scenario.FaultyAgent");
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.putValue("Can-Redefine-Classes", "true");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
