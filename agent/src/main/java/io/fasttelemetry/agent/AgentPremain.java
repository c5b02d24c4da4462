/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.security.CodeSource;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The agent's entry point: defines the agent's class loader next to itself in the system loader, and starts the agent
 * through it. These two and {@link ClassBlock}, which the loader needs, are the only classes of the agent that the
 * application can see.
 *
 * <p>Called by the JVM before main, or at attach time on the attach thread.
 *
 * <p><b>After any failure</b> the application runs as without an agent, and one log message reports it: an exception
 * thrown by premain would abort the JVM. So this class uses no logging framework, no lambda, and no class outside
 * {@code java.base} and {@code java.instrument}.
 */
public final class AgentPremain {
    /**
     * A class of the recorder, under the name that packaging gives it; present if an agent has placed the recorder in
     * this JVM.
     */
    private static final String MARKER_CLASS = "java.lang.FastTelemetryTracer";

    /** The recorder's class that takes commands to the running agent. */
    private static final String COMMAND_CLASS = "java.lang.FastTelemetryCommands";

    private static final String PACKAGE = "io.fasttelemetry.agent.";
    private static final String LOADER = PACKAGE + "AgentClassLoader";

    /** Folder of all classes but this one, in entries that no other loader takes for classes. */
    private static final String FOLDER = "fast-telemetry/io/fasttelemetry/agent/";

    private static final String LOADER_ENTRY = FOLDER + "AgentClassLoader.classdata";

    /** Prefix of arguments that are a command to the running agent. */
    private static final String COMMAND = "command=";

    private static final String OPTION = "-javaagent:";

    /** Arguments of the {@code -javaagent} that started the agent. Written by the JVM's main thread, before main. */
    private static String argumentsInForce;

    private AgentPremain() {}

    /** Starts the agent with {@code -javaagent}. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        try {
            String command = System.getProperty("sun.java.command");
            if (isJdkTool(System.getProperty("jdk.module.main"), command) || isOwnCommandLine(command)) {
                return;
            }
            String given = String.valueOf(arguments);
            if (isBootClass(MARKER_CLASS)) {
                if (!given.equals(argumentsInForce)) {
                    say("-javaagent names this agent twice, with different arguments; those of the first are used");
                }
            } else {
                argumentsInForce = given;
                start(arguments, instrumentation);
            }
        } catch (Throwable t) {
            sayNotStarted(t);
        }
    }

    /** Starts the agent by attaching, or passes a command to the running agent. */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        try {
            if (arguments != null && arguments.startsWith(COMMAND)) {
                command(arguments.substring(COMMAND.length()));
            } else {
                start(arguments, instrumentation);
            }
        } catch (Throwable t) {
            sayNotStarted(t);
        }
    }

    /** Runs the command line, {@code java -jar fast-telemetry-agent.jar}. */
    public static void main(String[] arguments) throws Throwable {
        if (defineLoader() == null) {
            say(jarFile() + " is not the agent's jar");
            return;
        }
        Class<?>[] parameter = {ZipFile.class};
        ClassLoader loader = (ClassLoader) call(here(), LOADER, "open", parameter, openJar());
        Class<?>[] parameters = {String[].class, File.class};
        call(loader, "io.fasttelemetry.agent.control.CommandLine", "run", parameters, arguments, jarFile());
    }

    private static void start(String arguments, Instrumentation instrumentation) throws Throwable {
        if (isBootClass(MARKER_CLASS)) {
            return; // the agent was started already, and is attached again
        }
        if (defineLoader() == null) {
            say("not started: " + jarFile() + " holds a copy of the agent's entry class but is not the agent's jar");
            return;
        }
        start(here(), LOADER, arguments, instrumentation);
    }

    /**
     * Passes a command on through the recorder, since nothing that the application can see refers to the agent's
     * loader.
     */
    private static void command(String command) throws Throwable {
        if (isBootClass(COMMAND_CLASS)) {
            Class<?>[] parameter = {String.class};
            call(null, COMMAND_CLASS, "run", parameter, command);
        }
    }

    private static ClassLoader here() {
        return AgentPremain.class.getClassLoader();
    }

    /**
     * Defines {@link ClassBlock} and {@link AgentClassLoader} next to this class; null if this is not the agent's own
     * jar. After a failed start, which can be tried again, they are defined already.
     */
    private static Class<?> defineLoader() throws IOException, ReflectiveOperationException {
        try (ZipFile jar = openJar()) {
            return define(jar, "ClassBlock") == null ? null : define(jar, "AgentClassLoader");
        }
    }

    private static Class<?> define(ZipFile jar, String simpleName) throws IOException, ReflectiveOperationException {
        byte[] bytes = read(jar, FOLDER.concat(simpleName).concat(".classdata"));
        if (bytes == null) {
            return null;
        }
        try {
            return MethodHandles.lookup().defineClass(bytes);
        } catch (LinkageError e) {
            if (e.getClass() != LinkageError.class) {
                throw e; // a class file that is damaged
            }
            return Class.forName(PACKAGE.concat(simpleName), false, here());
        }
    }

    static ZipFile openJar() throws IOException {
        return new JarFile(jarFile(), false);
    }

    /**
     * The content of an entry, or null if there is none. The checksum is verified here, which {@link ZipFile} does not
     * do: a damaged class of the agent could end up in the application's code.
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

    /**
     * Whether this process is a tool of the JDK, which loaded the agent because of JAVA_TOOL_OPTIONS. The launcher of
     * single source files does not count as one.
     */
    static boolean isJdkTool(String mainModule, String command) {
        if (command != null && command.startsWith("jdk.jshell.execution.")) {
            return true;
        }
        boolean ofTheJdk = mainModule != null && (mainModule.startsWith("jdk.") || mainModule.startsWith("java."));
        return ofTheJdk && (command == null || !command.contains("com.sun.tools.javac.launcher."));
    }

    /** Whether this process is the agent's own command line, which loaded the agent because of JAVA_TOOL_OPTIONS. */
    private static boolean isOwnCommandLine(String command) throws IOException {
        if (command == null) {
            return false;
        }
        if (isFirstWord(AgentPremain.class.getName(), command)) {
            return true;
        }
        String classPath = String.valueOf(System.getProperty("java.class.path")); // with -jar: that jar, then agents
        int end = classPath.indexOf(File.pathSeparatorChar);
        String first = end < 0 ? classPath : classPath.substring(0, end);
        return isFirstWord(first, command)
                && new File(first).getCanonicalFile().equals(jarFile().getCanonicalFile());
    }

    private static boolean isFirstWord(String word, String text) {
        return text.startsWith(word) && (text.length() == word.length() || text.charAt(word.length()) == ' ');
    }

    private static boolean isBootClass(String name) {
        try {
            Class.forName(name, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * The agent's jar. The code source of this class names it, unless the system loader is one of the application's
     * that sets none; then the URL of this class as a resource does, or else the command line.
     */
    private static File jarFile() throws IOException {
        CodeSource source = AgentPremain.class.getProtectionDomain().getCodeSource();
        File jar = source == null ? null : fileOf(source.getLocation());
        if (jar == null) {
            jar = fileOf(AgentPremain.class.getResource("AgentPremain.class"));
        }
        if (jar == null) {
            jar = fileOf(ClassLoader.getSystemResource(LOADER_ENTRY));
        }
        if (jar == null) {
            jar = onCommandLine();
        }
        if (jar == null) {
            throw new FileNotFoundException("no file of the agent's jar is known to " + here()
                    + ", and no -javaagent on the command line names it");
        }
        return jar;
    }

    /**
     * The file that a URL names, or the jar that it points into; null if that file does not exist. The scheme does not
     * matter.
     */
    static File fileOf(URL url) {
        String path = url == null ? "" : url.getPath();
        int inside = path.indexOf("!/");
        path = inside < 0 ? path : path.substring(0, inside);
        path = path.startsWith("file:") ? path.substring("file:".length()) : path;
        File plain = new File(path); // from a loader that does not percent-encode
        File file = plain.isFile() ? plain : new File(decode(path));
        return file.isFile() ? file : null;
    }

    /**
     * The first {@code -javaagent} of this process that is the agent's jar; null if there is none, or no proc file
     * system.
     */
    private static File onCommandLine() {
        String text = '\n' + System.getenv("JAVA_TOOL_OPTIONS") + '\n' + System.getenv("JDK_JAVA_OPTIONS");
        text = text.replace(' ', '\n');
        try (FileInputStream in = new FileInputStream("/proc/self/cmdline")) {
            text = new String(in.readAllBytes(), UTF_8).replace('\0', '\n') + text;
        } catch (IOException e) {
            // only the variables are searched
        }
        for (int at = text.indexOf(OPTION); at >= 0; at = text.indexOf(OPTION, at + 1)) {
            int from = at + OPTION.length();
            int end = text.indexOf('\n', from);
            String path = end < 0 ? text.substring(from) : text.substring(from, end);
            int arguments = path.indexOf('=');
            path = arguments < 0 ? path : path.substring(0, arguments);
            if (isAgentJar(path)) {
                return new File(path);
            }
        }
        return null;
    }

    private static boolean isAgentJar(String path) {
        if (!new File(path).isFile()) {
            return false;
        }
        try (ZipFile jar = new JarFile(path, false)) {
            return jar.getEntry(LOADER_ENTRY) != null;
        } catch (IOException e) {
            return false; // not a jar
        }
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
                byte[] raw = String.valueOf(c).getBytes(UTF_8);
                System.arraycopy(raw, 0, bytes, length, raw.length);
                length += raw.length;
            }
        }
        return new String(bytes, 0, length, UTF_8);
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

    private static void sayNotStarted(Throwable failure) {
        try {
            say("not started: " + failure
                    + (failure instanceof SecurityException
                            ? "; under a security manager the agent's jar needs java.security.AllPermission"
                            : ""));
        } catch (Throwable ignored) {
            // the failure has no usable text
        }
    }

    private static void say(String line) {
        try {
            System.err.println("fast-telemetry: " + line);
        } catch (Throwable ignored) {
            // the message is lost; the application goes on
        }
    }
}
