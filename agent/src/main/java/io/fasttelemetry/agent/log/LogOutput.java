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
 * <p>Any thread may write. Standard error is the stream that {@code System.err} is at that moment, and it is written
 * without a lock of ours, so a stream of the application's own cannot deadlock with us.
 *
 * <p>A file that cannot be opened or written is given up with one line, and standard error takes its place. Whatever
 * either stream throws ends here.
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
            // A line that cannot be written is lost: there is nobody left to tell, and the application comes first.
        }
    }

    /** Null if the line is in the file; otherwise why not, and the empty string where there is no file (any more). */
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
     * Opening a pipe that nobody reads waits until somebody does, and with it the application's start. What is in /dev
     * or /proc, the standard streams for instance, has its other end already.
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

    /** Gives the file up: later lines go to standard error. */
    void close() {
        synchronized (fileLock) {
            FileOutputStream open = stream;
            stream = null;
            file = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException ignored) {
                    // Every line was written on its own; nothing is held back that closing could lose.
                }
            }
        }
    }

    private static void writeToStandardError(String line) {
        PrintStream err = System.err;
        if (err != null) {
            // One call for text and line end, so that lines of several threads do not mix.
            err.print(line);
            err.flush();
        }
    }
}
