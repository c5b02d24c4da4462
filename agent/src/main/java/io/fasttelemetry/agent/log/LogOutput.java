/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.log;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes log messages to standard error, or to a file that is opened for appending with the first message.
 *
 * <p>Any thread may write. Standard error is the stream that {@code System.err} is at that moment. No lock of the agent
 * is held while it is written, so a stream of the application cannot deadlock with the agent.
 *
 * <p>A file that cannot be opened or written is replaced by standard error, with one log message. Never throws.
 */
final class LogOutput {
    private final Object fileLock = new Object();
    /** Null: standard error. Guarded by fileLock, as is {@link #stream}. */
    private String file;

    private FileOutputStream stream;

    LogOutput(String file) {
        this.file = file;
    }

    void write(String line) {
        try {
            String failure = writeToFile(line);
            if (failure != null) {
                if (!failure.isEmpty()) {
                    writeToStandardError(LogLine.of(LogLevel.WARN, failure));
                }
                writeToStandardError(line);
            }
        } catch (Throwable ignored) {
            // a message that cannot be written is lost; the application comes first
        }
    }

    /**
     * Writes to the file. Returns null if that worked, the empty string if there is no file, or no longer, and
     * otherwise a message with the reason.
     */
    private String writeToFile(String line) {
        synchronized (fileLock) {
            if (file == null) {
                return "";
            }
            try {
                if (stream == null) {
                    requireFile(file);
                    stream = new FileOutputStream(file, true);
                }
                stream.write(line.getBytes(StandardCharsets.UTF_8));
                return null;
            } catch (IOException | RuntimeException e) {
                String failure = "fasttelemetry.log.file: \"" + file + "\" cannot be written (" + e.getMessage()
                        + "); using standard error";
                close();
                return failure;
            }
        }
    }

    /**
     * Refuses pipes: opening one that no process reads would block, and with it the application's start. Files in /dev
     * or /proc, such as the standard streams, are accepted, since their other end exists.
     */
    private static void requireFile(String name) throws IOException {
        File file = new File(name);
        if (file.exists()
                && !file.isFile()
                && !file.isDirectory()
                && !name.startsWith("/dev/")
                && !name.startsWith("/proc/")) {
            throw new IOException("not a regular file");
        }
    }

    /** Closes the file: later messages go to standard error. */
    void close() {
        synchronized (fileLock) {
            FileOutputStream open = stream;
            stream = null;
            file = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException ignored) {
                    // every message was written unbuffered, so closing loses nothing
                }
            }
        }
    }

    private static void writeToStandardError(String line) {
        PrintStream err = System.err;
        if (err != null) {
            // One call for text and line end, so that messages of several threads do not mix.
            err.print(line);
            err.flush();
        }
    }
}
