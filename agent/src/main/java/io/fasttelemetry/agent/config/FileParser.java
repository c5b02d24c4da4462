/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.io.File;

/** The path of a file that exists and can be read, relative to the working directory if it is relative. Immutable. */
final class FileParser extends ValueParser<String> {
    FileParser() {
        super("a readable file", "the path of a file");
    }

    @Override
    String parse(String text, Problems problems) {
        try {
            File file = new File(text);
            // Regular files only: opening a pipe would wait for a writer, and the application with us.
            return file.isFile() && file.canRead() ? text : null;
        } catch (SecurityException e) {
            return rejected(problems, "access denied");
        }
    }
}
