/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckCommandTest {
    private static final String SOURCE = """
            package com.acme;
            class Base { int run() { return hashCode(); } }
            class Cart extends Base {
                int total;
                int total() { return total; }
                void add() { run(); }
                @Override int run() { return 2 + total; }
                @Override public String toString() { return "" + run(); }
            }
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Path classes;

    @BeforeEach
    void compile() throws IOException {
        classes = Files.createDirectory(folder.resolve("classes"));
        Path source = Files.writeString(folder.resolve("Source.java"), SOURCE);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "11", "-proc:none", "-d", classes.toString(), source.toString());
        assertThat(result).isZero();
    }

    private int check(String... arguments) {
        String[] all = Stream.concat(Stream.of("check"), Stream.of(arguments)).toArray(String[]::new);
        return new CommandLine(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .execute(all, folder.resolve("agent.jar").toFile());
    }

    private List<String> lines() {
        return out.toString(UTF_8).lines().toList();
    }

    /** A jar with one class below {@code BOOT-INF/classes} and the other one in a jar within. */
    private Path executableJar() throws IOException {
        ByteArrayOutputStream library = new ByteArrayOutputStream();
        write(library, "com/acme/Base.class", Files.readAllBytes(classes.resolve("com/acme/Base.class")));
        Path jar = folder.resolve("app.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("BOOT-INF/classes/com/acme/Cart.class"));
            zip.write(Files.readAllBytes(classes.resolve("com/acme/Cart.class")));
            zip.putNextEntry(new ZipEntry("BOOT-INF/lib/base.jar"));
            zip.write(library.toByteArray());
        }
        return jar;
    }

    private static void write(OutputStream out, String name, byte[] content) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
    }

    @Test
    void execute_showsWhatEachRuleSelectsAndWhatIsLeftOut() throws IOException {
        assertThat(check(
                        "--rules",
                        "com.acme.Base[run]; com.acme.Ca*",
                        executableJar().toString()))
                .isZero();

        assertThat(lines())
                .containsExactly(
                        "rule com.acme.Base[run]: 2 methods",
                        "  com.acme.Cart.run()I",
                        "  com.acme.Base.run()I",
                        "rule com.acme.Ca*: 1 method",
                        "  com.acme.Cart.add()V",
                        "left out: 3",
                        "  com.acme.Cart.<init>()V: constructors and initialisers are not supported yet",
                        "  com.acme.Cart.toString()Ljava/lang/String;: a method of every object, and not named",
                        "  com.acme.Cart.total()I: an accessor, and not named",
                        "2 classes, 2 rules");
    }

    @Test
    void execute_namesTheNearestForWhatMatchesNothing() {
        assertThat(check("--rules", "com.acme.Cart[ad,run]; com.acme.Crat[run]; x[", classes.toString()))
                .isEqualTo(1);

        assertThat(lines())
                .anyMatch(line -> line.startsWith("--rules: line 1, column ") && line.contains("\"x[\" is not a rule"))
                .contains(
                        "rule com.acme.Cart[ad,run]: no method of com.acme.Cart is called ad; did you mean add?",
                        "rule com.acme.Crat[run] matched nothing: no class com.acme.Crat was loaded; did you mean"
                                + " com.acme.Cart?");
    }

    @Test
    void execute_readsAFileOfRules() throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.txt"), "# all\ncom.acme.Cart::add # one\n");

        assertThat(check("--rules-file", rules.toString(), classes.toString())).isZero();
        assertThat(lines()).contains("rule com.acme.Cart[add]: 1 method");
    }

    @Test
    void execute_explainsItselfAndFailures() {
        assertThat(check()).isEqualTo(2);
        assertThat(check("--rules", "A[x]")).isEqualTo(2);
        assertThat(check("--rules", "A[x]", folder.resolve("missing.jar").toString()))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("expected: check --rules", "cannot read: ");
    }
}
