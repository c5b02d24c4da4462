/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.security.CodeSource;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The agent's entry: makes the agent's class loader, next to itself in the system loader, and hands over. These two and
 * {@link ClassBlock}, which the loader needs, are all of the agent that the application's class path can see.
 *
 * <p>Called by the JVM before main, or at attach time on the attach thread.
 *
 * <p><b>Whatever goes wrong</b>, the application runs as if no agent were there and one line says so: an exception that
 * left premain would abort the JVM. Four don'ts follow: no logging framework, no lambda, no static state, and no
 * reference to a class that is not in {@code java.base} or {@code java.instrument}.
 */
public final class AgentPremain {
    /** First of the recorder's classes that woven code meets; packaging gives it this name. */
    private static final String MARKER_CLASS = "java.lang.FastTelemetryTracer";

    /** All classes but this one lie in a folder, as entries that no other loader takes for classes. */
    private static final String FOLDER = "fast-telemetry/io/fasttelemetry/agent/";

    /** Arguments that begin so are for the agent that is here already. */
    private static final String COMMAND = "command=";

    private AgentPremain() {}

    /** Start with {@code -javaagent}. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        if (!isJdkTool(System.getProperty("jdk.module.main"), System.getProperty("sun.java.command"))) {
            start(arguments, instrumentation);
        }
    }

    /** Start by attaching to a running JVM, or a command to the agent that runs there. */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        if (arguments != null && arguments.startsWith(COMMAND)) {
            command(arguments.substring(COMMAND.length()));
        } else {
            start(arguments, instrumentation);
        }
    }

    /** The command line: {@code java -jar fast-telemetry-agent.jar}. */
    public static void main(String[] arguments) throws Throwable {
        if (defineLoader() == null) {
            say(jarFile() + " is not the agent's jar");
            return;
        }
        ClassLoader here = AgentPremain.class.getClassLoader();
        Class<?>[] parameter = {ZipFile.class};
        ClassLoader loader =
                (ClassLoader) call(here, "io.fasttelemetry.agent.AgentClassLoader", "open", parameter, openJar());
        Class<?>[] parameters = {String[].class, File.class};
        call(loader, "io.fasttelemetry.agent.control.CommandLine", "run", parameters, arguments, jarFile());
    }

    private static void start(String arguments, Instrumentation instrumentation) {
        try {
            if (isBootClass(MARKER_CLASS)) {
                return; // this agent is here already: listed twice, or attached again
            }
            if (defineLoader() == null) {
                say("not started: " + jarFile()
                        + " holds a copy of the agent's entry class but is not the agent's jar");
                return;
            }
            ClassLoader here = AgentPremain.class.getClassLoader();
            start(here, "io.fasttelemetry.agent.AgentClassLoader", arguments, instrumentation);
        } catch (Throwable t) {
            say("not started: " + t);
        }
    }

    private static void command(String command) {
        try {
            if (isBootClass(MARKER_CLASS)) {
                Class<?>[] none = {};
                ClassLoader here = AgentPremain.class.getClassLoader();
                Object loader = call(here, "io.fasttelemetry.agent.AgentClassLoader", "current", none);
                Class<?>[] parameter = {String.class};
                call((ClassLoader) loader, "io.fasttelemetry.agent.Agent", "command", parameter, command);
            }
        } catch (Throwable t) {
            say("command failed: " + t);
        }
    }

    /** Defines the loader for everything else next to this class; null if this is not the agent's own jar. */
    private static Class<?> defineLoader() throws IOException, IllegalAccessException {
        try (ZipFile jar = openJar()) {
            return define(jar, "ClassBlock.classdata") == null ? null : define(jar, "AgentClassLoader.classdata");
        }
    }

    private static Class<?> define(ZipFile jar, String entry) throws IOException, IllegalAccessException {
        byte[] bytes = read(jar, FOLDER.concat(entry));
        return bytes == null ? null : MethodHandles.lookup().defineClass(bytes);
    }

    static ZipFile openJar() throws IOException {
        return new JarFile(jarFile(), false);
    }

    /**
     * The content of an entry, or null if there is none. {@link ZipFile} leaves the checksum to its user, and a class
     * of ours with a wrong byte in it could end up in the application's code.
     */
    static byte[] read(ZipFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        if (entry == null) {
            return null;
        }
        byte[] bytes = new byte[(int) entry.getSize()];
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            in.readFully(bytes);
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, bytes.length);
        if (checksum.getValue() != entry.getCrc()) {
            throw new ZipException("checksum of ".concat(name));
        }
        return bytes;
    }

    /** A tool of the JDK that picked us up from JAVA_TOOL_OPTIONS; not the launcher of single source files. */
    static boolean isJdkTool(String mainModule, String command) {
        if (command != null && command.startsWith("jdk.jshell.execution.")) {
            return true;
        }
        boolean ofTheJdk = mainModule != null && (mainModule.startsWith("jdk.") || mainModule.startsWith("java."));
        return ofTheJdk && (command == null || !command.contains("com.sun.tools.javac.launcher."));
    }

    private static boolean isBootClass(String name) {
        try {
            Class.forName(name, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static File jarFile() {
        CodeSource source = AgentPremain.class.getProtectionDomain().getCodeSource();
        return new File(decode(source.getLocation().getPath()));
    }

    /** Percent-decodes the path of a file URL; java.net.URI would load more classes than the whole start. */
    static String decode(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        byte[] bytes = new byte[path.length() * 3];
        int length = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' && i + 2 < path.length()) {
                bytes[length++] = (byte) Integer.parseInt(path.substring(i + 1, i + 3), 16);
                i += 2;
            } else {
                byte[] raw = String.valueOf(c).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                System.arraycopy(raw, 0, bytes, length, raw.length);
                length += raw.length;
            }
        }
        return new String(bytes, 0, length, java.nio.charset.StandardCharsets.UTF_8);
    }

    static void start(ClassLoader loader, String type, String arguments, Instrumentation instrumentation)
            throws Throwable {
        Class<?>[] parameters = {String.class, Instrumentation.class};
        call(loader, type, "start", parameters, arguments, instrumentation);
    }

    private static Object call(ClassLoader loader, String type, String method, Class<?>[] parameters, Object... values)
            throws Throwable {
        try {
            return Class.forName(type, true, loader)
                    .getMethod(method, parameters)
                    .invoke(null, values);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void say(String line) {
        try {
            System.err.println("fast-telemetry: " + line);
        } catch (Throwable ignored) {
            // nowhere left to say it; the application goes on
        }
    }
}
