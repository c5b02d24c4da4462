/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassFilesTest {
    @TempDir
    private Path directory;

    private Path folder() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("folder/com/acme"));
        Files.write(folder.resolve("Both.class"), new byte[] {1});
        Files.write(folder.resolve("text.txt"), new byte[] {2});
        return directory.resolve("folder");
    }

    private Path jar() throws IOException {
        Path jar = directory.resolve("some.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : new String[] {
                "com/acme/",
                "com/acme/Both.class",
                "com/acme/Only.class",
                "module-info.class",
                "META-INF/versions/21/com/acme/Later.class"
            }) {
                out.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    out.write(3);
                }
                out.closeEntry();
            }
        }
        return jar;
    }

    @Test
    void read_takesTheFirstOfTwo() throws IOException {
        ClassFiles all = ClassFiles.read(folder() + File.pathSeparator + jar());

        assertThat(all.classes().keySet()).containsExactly("com/acme/Both", "com/acme/Only");
        assertThat(all.classes().get("com/acme/Both")).containsExactly(1);
        assertThat(all.resources().keySet()).containsExactly("com/acme/text.txt");
    }

    @Test
    void read_leavesOutModulesAndVersionsForLaterReleases() throws IOException {
        assertThat(ClassFiles.read(jar().toString()).classes().keySet())
                .containsExactly("com/acme/Both", "com/acme/Only");
    }
}
