/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.ClassExcludes;
import io.fasttelemetry.agent.rules.MethodRules;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a class costs that no rule matches: 20 000 class files of the JDK under names of an application. {@code
 * wildcards}: 50 rules with stars; {@code annotations}: these and the default annotations; {@code exact}: 5 000 rules
 * for single classes and their subtypes. {@code parse} is the time to read the 5 000.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RuleMatcherBenchmark {
    private static final int CLASSES = 20_000;

    @Param({"wildcards", "annotations", "exact"})
    public String rules;

    private final List<byte[]> files = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final ClassLoader loader = new ClassLoader(null) {};
    private RuleMatcher matcher;

    @Setup
    public void setup() throws IOException {
        Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> classes = all.filter(path -> path.toString().endsWith(".class"))
                    .limit(CLASSES)
                    .toList();
            for (int i = 0; i < CLASSES; i++) {
                Path path = classes.get(i % classes.size());
                files.add(Files.readAllBytes(path));
                String name = root.relativize(path).toString();
                names.add("org/application" + name.substring(name.indexOf('/'), name.length() - ".class".length()));
            }
        }
        boolean annotations = rules.equals("annotations");
        MethodRules parsed =
                MethodRules.parse(rules.equals("exact") ? exact() : wildcards(), "rules", new ArrayList<>());
        matcher = new RuleMatcher(parsed, ClassExcludes.NONE, annotations, new MatchReport(parsed.rules(), 20_000));
    }

    private static String wildcards() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 25; i++) {
            text.append("com.acme.shop").append(i).append(".*;*.Shop").append(i).append("*Service#find*(String);");
        }
        return text.toString();
    }

    private static String exact() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append("com.acme.shop.part")
                    .append(i % 50)
                    .append(".Service")
                    .append(i)
                    .append("[find,store];");
        }
        return text.toString();
    }

    @Benchmark
    @OperationsPerInvocation(CLASSES)
    public int match() {
        int found = 0;
        for (int i = 0; i < CLASSES; i++) {
            found += matcher.match(loader, names.get(i), files.get(i)).length;
        }
        return found;
    }

    @Benchmark
    public MethodRules parse() {
        return MethodRules.parse(exact(), "rules", new ArrayList<>());
    }
}
