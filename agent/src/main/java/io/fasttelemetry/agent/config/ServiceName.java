/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.io.File;
import java.util.Locale;

/**
 * Detects a name for a service if none is set: Spring's application name, else the name of the main jar, else that of
 * the main class or module. Immutable; used by the starting thread.
 *
 * <p>Of the command line, which often holds secrets, only the first word and {@code --spring.application.name} are
 * used, and the source file for the source launcher. No class or file is opened.
 */
final class ServiceName {
    static final String UNKNOWN = "unknown_service:java";

    private static final String SPRING_NAME = "spring.application.name";
    private static final String SPRING_ARGUMENT = " --spring.application.name=";
    private static final String SPRING_LAUNCHERS = "org.springframework.boot.loader.";
    private static final String SOURCE_LAUNCHER = "com.sun.tools.javac.launcher.";
    /** Words that may follow the digits of a version and still belong to it. */
    private static final String[] QUALIFIERS = {
        "snapshot",
        "release",
        "final",
        "ga",
        "rc",
        "m",
        "b",
        "alpha",
        "beta",
        "sp",
        "build",
        "all",
        "exec",
        "boot",
        "fat",
        "shaded",
        "uber",
        "runner",
        "standalone",
        "jar",
        "with",
        "dependencies"
    };

    private static final int MAX_CHARS = 255;

    final String name;
    /** The origin of the name, for messages; null for {@link #UNKNOWN}. */
    final String origin;

    private ServiceName(String name, String origin) {
        this.name = name;
        this.origin = origin;
    }

    /** Detects the name of this process, or {@link #UNKNOWN}. Never throws. */
    static ServiceName detect(SettingReader reader) {
        String command = reader.text("sun.java.command");
        String spring = reader.text(SPRING_NAME);
        if (isUsable(spring)) {
            return new ServiceName(spring, "from ".concat(SPRING_NAME));
        }
        if (command == null) {
            return new ServiceName(UNKNOWN, null);
        }
        String argument = argument(command);
        if (isUsable(argument)) {
            return new ServiceName(argument, "from --".concat(SPRING_NAME));
        }
        String firstEntry = firstEntry(reader.text("java.class.path"));
        String jar = startsWithWord(command, firstEntry) ? firstEntry : firstWord(command);
        if (isJar(jar)) {
            return named(baseName(jar), "from the jar's name");
        }
        return ofMain(firstWord(command), command, firstEntry, reader.text("jdk.module.main"));
    }

    /** @param main the main class, possibly preceded by its module and a slash, or a module with a main class */
    private static ServiceName ofMain(String main, String command, String firstEntry, String module) {
        String type = main.substring(main.indexOf('/') + 1);
        if (!isClassName(type)) {
            return new ServiceName(UNKNOWN, null);
        }
        if (type.startsWith(SOURCE_LAUNCHER)) {
            String rest = command.substring(main.length()).trim();
            String source = rest.isEmpty() ? "" : firstWord(rest);
            return source.endsWith(".java")
                    ? named(fileName(source).substring(0, fileName(source).length() - 5), "from the source file's name")
                    : new ServiceName(UNKNOWN, null);
        }
        if (type.startsWith(SPRING_LAUNCHERS)) {
            return isJar(firstEntry)
                    ? named(baseName(firstEntry), "from the jar's name")
                    : new ServiceName(UNKNOWN, null);
        }
        if (type.equals(module)) {
            return named(type, "from the main module");
        }
        return named(type.substring(type.lastIndexOf('.') + 1).replace('$', '.'), "from the main class");
    }

    private static ServiceName named(String name, String origin) {
        return isUsable(name) ? new ServiceName(name, origin) : new ServiceName(UNKNOWN, null);
    }

    /**
     * Whether a name is neither a placeholder, which only Spring could resolve, nor garbled by the locale's encoding.
     */
    private static boolean isUsable(String name) {
        if (name == null || name.isEmpty() || name.length() > MAX_CHARS || name.contains("${")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i)) || name.charAt(i) == '\uFFFD') {
                return false;
            }
        }
        return true;
    }

    /** The application name in Spring's argument, up to the next blank; null if there is none. */
    private static String argument(String command) {
        int start = command.indexOf(SPRING_ARGUMENT);
        return start < 0 ? null : firstWord(command.substring(start + SPRING_ARGUMENT.length()));
    }

    private static String firstWord(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    /**
     * The first entry of the class path. With {@code -jar} that is the application's jar, followed by those of agents;
     * its path may contain blanks.
     */
    private static String firstEntry(String classPath) {
        if (classPath == null) {
            return "";
        }
        int end = classPath.indexOf(File.pathSeparatorChar);
        return end < 0 ? classPath : classPath.substring(0, end);
    }

    private static boolean startsWithWord(String command, String word) {
        return !word.isEmpty()
                && command.startsWith(word)
                && (command.length() == word.length() || command.charAt(word.length()) == ' ');
    }

    private static boolean isJar(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.endsWith(".jar") || lower.endsWith(".war");
    }

    private static String fileName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(File.separatorChar)) + 1);
    }

    /** The name of a jar without folder, extension and version: {@code shop} for {@code /srv/shop-1.2.3.jar}. */
    static String baseName(String path) {
        String file = fileName(path);
        String name = file.substring(0, Math.max(0, file.length() - 4));
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c == '-' || c == '_') && isVersion(name, i + 1)) {
                return name.substring(0, i);
            }
        }
        return name;
    }

    /** Whether the rest is a number, followed by further numbers and qualifiers separated by {@code . - _ +}. */
    private static boolean isVersion(String name, int from) {
        int start = from < name.length() && name.charAt(from) == 'v' ? from + 1 : from;
        if (start >= name.length() || !isDigit(name.charAt(start))) {
            return false;
        }
        while (start < name.length()) {
            int end = start;
            while (end < name.length() && ".-_+".indexOf(name.charAt(end)) < 0) {
                end++;
            }
            if (!isVersionPart(name.substring(start, end).toLowerCase(Locale.ROOT))) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    /**
     * Whether this is part of a version: {@code 12}, {@code RC1}, {@code SNAPSHOT}, or a timestamp such as {@code
     * 20261125T1000Z}.
     */
    private static boolean isVersionPart(String part) {
        int letters = 0;
        while (letters < part.length() && !isDigit(part.charAt(letters))) {
            letters++;
        }
        if (letters == 0) {
            return !part.isEmpty();
        }
        String word = part.substring(0, letters);
        for (String qualifier : QUALIFIERS) {
            if (qualifier.equals(word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isClassName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isJavaIdentifierPart(c) && c != '.' && c != '-') {
                return false;
            }
        }
        return !text.isEmpty() && !text.endsWith(".");
    }
}
