/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.agent.rules.SpanOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.objectweb.asm.Type;

/** Classes compiled from a source text, and which of their methods are selected. None of them is loaded. */
final class CompiledClasses {
    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final ClassLoader loader;

    private CompiledClasses(Path folder) throws IOException {
        loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file :
                    all.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                files.put(name.substring(0, name.length() - ".class".length()), Files.readAllBytes(file));
            }
        }
    }

    /** Compiles one source file for Java 11 into the folder. */
    static CompiledClasses of(Path folder, String source) throws IOException {
        Path file = Files.writeString(folder.resolve("Source.java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> arguments = new ArrayList<>(
                List.of("--release", "11", "-parameters", "-proc:none", "-d", folder.toString(), file.toString()));
        int result = compiler.run(null, null, null, arguments.toArray(new String[0]));
        if (result != 0) {
            throw new IllegalStateException("the source does not compile");
        }
        return new CompiledClasses(folder);
    }

    byte[] file(String internalName) {
        return files.get(internalName);
    }

    ClassLoader loader() {
        return loader;
    }

    /** The methods that are selected, {@code Cart.add(String,int)}, each with its options. */
    Set<String> selected(RuleMatcher matcher) {
        TreeSet<String> selected = new TreeSet<>();
        files.forEach((name, file) -> {
            MethodRule[] rules = matcher.match(loader, name, file);
            if (rules.length > 0) {
                MethodSelection selection =
                        MethodSelection.of(name.replace('/', '.'), file, rules, matcher.filter(loader));
                for (ClassMembers.Member method : ClassMembers.parse(file).methods) {
                    MethodRule rule = selection.rule(method.access, method.name, method.descriptor);
                    if (rule != null && selection.admits(rule, method.name + method.descriptor)) {
                        selected.add(text(name, method) + options(rule.options()));
                    }
                }
                selection.finish();
            }
        });
        return selected;
    }

    private static String text(String className, ClassMembers.Member method) {
        List<String> types = new ArrayList<>();
        for (Type type : Type.getArgumentTypes(method.descriptor)) {
            String name = type.getClassName();
            types.add(name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1));
        }
        String simple = className.substring(className.lastIndexOf('/') + 1);
        return simple + "." + method.name + "(" + String.join(",", types) + ")";
    }

    private static String options(SpanOptions options) {
        if (options == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        if (options.name() != null) {
            text.append(" \"").append(options.name()).append('"');
        }
        if (options.kind() != 0) {
            text.append(' ')
                    .append(List.of("internal", "server", "client", "producer", "consumer")
                            .get(options.kind() - 1));
        }
        if (!options.limits().isEmpty()) {
            text.append(' ').append(options.limits());
        }
        options.captured()
                .forEach(attribute ->
                        text.append(' ').append(attribute.key()).append('=').append(attribute.expression()));
        for (int i = 0; i < options.attributes().size(); i += 2) {
            text.append(' ')
                    .append(options.attributes().get(i))
                    .append('=')
                    .append(options.attributes().get(i + 1));
        }
        return text.toString();
    }
}
