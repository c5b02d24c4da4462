/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program in a JVM of its own, with the agent or without: what it is started with. Mutable and for one thread; each
 * {@link #start} forks another process.
 *
 * <p>The environment holds PATH, HOME and TMPDIR, and what {@link #env} adds: what the tests are started from must not
 * reach the program. Nothing is set for the agent but what the test asks for.
 */
public final class AgentJvm {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private final TestJvm jvm;
    private final List<String> program = new ArrayList<>();
    private final List<String> jvmArgs = new ArrayList<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> agents = new ArrayList<>();
    private final List<String> launcher = new ArrayList<>();
    private Path directory;
    private Duration timeout = Duration.ofSeconds(60);

    private AgentJvm(TestJvm jvm) {
        this.jvm = jvm;
        for (String name : List.of("PATH", "HOME", "TMPDIR")) {
            if (System.getenv(name) != null) {
                environment.put(name, System.getenv(name));
            }
        }
    }

    /** The class path of the scenarios. */
    static Path scenarioClasses() {
        return TARGET.resolve("scenario-classes");
    }

    /** A main class of {@code com.acme.scenario}; nothing but the scenarios on its class path. */
    public static AgentJvm scenario(TestJvm jvm, String simpleName, String... args) {
        return main(jvm, scenarioClasses().toString(), "com.acme.scenario." + simpleName, args);
    }

    /** A main class of the shop: ShopMain, ShopDemo or Traffic. */
    public static AgentJvm shop(TestJvm jvm, String simpleName, String... args) {
        return main(
                jvm, TARGET.resolve("classes") + ":" + TARGET.resolve("lib/*"), "com.acme.shop." + simpleName, args);
    }

    /** The application that is a named module. */
    public static AgentJvm module(TestJvm jvm) {
        AgentJvm run = new AgentJvm(jvm);
        run.program.addAll(List.of(
                "-p", TARGET.resolve("scenario-module").toString(), "-m", "com.acme.modular/com.acme.modular.Main"));
        return run;
    }

    /** {@code java -jar}. */
    public static AgentJvm jar(TestJvm jvm, Path jar, String... args) {
        AgentJvm run = new AgentJvm(jvm);
        run.program.addAll(List.of("-jar", jar.toString()));
        run.program.addAll(List.of(args));
        return run;
    }

    /** Any main class on any class path. */
    public static AgentJvm main(TestJvm jvm, String classPath, String mainClass, String... args) {
        AgentJvm run = new AgentJvm(jvm);
        run.program.addAll(List.of("-cp", classPath, mainClass));
        run.program.addAll(List.of(args));
        return run;
    }

    /** The agent's jar: {@code -De2e.agent=…}, or what the agent's module built. */
    public static Path agentJar() {
        Path jar = Path.of(System.getProperty("e2e.agent", "../agent/target/fast-telemetry-agent.jar"));
        return jar.toAbsolutePath().normalize();
    }

    /** Adds the agent; twice means twice on the command line. */
    public AgentJvm agent() {
        Path jar = agentJar();
        if (!Files.exists(jar)) {
            throw new AssertionError("there is no agent at " + jar + "; build the agent module first");
        }
        return otherAgent(jar.toString());
    }

    /** Adds {@code -javaagent:}{@code jarAndOptions}. */
    public AgentJvm otherAgent(String jarAndOptions) {
        agents.add("-javaagent:" + jarAndOptions);
        return this;
    }

    public AgentJvm property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** {@code fasttelemetry.methods}. */
    public AgentJvm methods(String rules) {
        return property("fasttelemetry.methods", rules);
    }

    /** {@code fasttelemetry.endpoint}. */
    public AgentJvm endpoint(OtlpReceiver receiver) {
        return property("fasttelemetry.endpoint", receiver.url());
    }

    /** {@code fasttelemetry.interval}. */
    public AgentJvm interval(Duration interval) {
        return property("fasttelemetry.interval", interval.toMillis() + "ms");
    }

    /**
     * Adds the agent with these rules and this receiver, an interval short enough for tests, the closing line that
     * {@link SpanCounts} reads, and time to deliver everything at the end on a machine that is busy with other things.
     */
    public AgentJvm traced(OtlpReceiver receiver, String rules) {
        return agent().endpoint(receiver)
                .interval(Duration.ofMillis(100))
                .methods(rules)
                .property("fasttelemetry.log.level", "info")
                .property("fasttelemetry.shutdown.timeout", "30s");
    }

    public AgentJvm jvmArgs(String... args) {
        jvmArgs.addAll(List.of(args));
        return this;
    }

    public AgentJvm env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public AgentJvm withoutEnv(String name) {
        environment.remove(name);
        return this;
    }

    /** The working directory of the process; otherwise it is that of the tests. */
    public AgentJvm directory(Path directory) {
        this.directory = directory;
        return this;
    }

    /** Puts another command before the JVM's, which has to replace itself by it. */
    public AgentJvm through(String... launcher) {
        this.launcher.addAll(List.of(launcher));
        return this;
    }

    /** How long the process may live; then it is dumped, killed and the test fails. */
    public AgentJvm timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    Duration timeout() {
        return timeout;
    }

    /**
     * The same program on the same JVM with the same environment and JVM arguments, but no agent
     * and none of its settings.
     */
    public AgentJvm withoutAgent() {
        AgentJvm plain = new AgentJvm(jvm);
        plain.program.addAll(program);
        plain.jvmArgs.addAll(jvmArgs);
        plain.environment.clear();
        plain.environment.putAll(environment);
        plain.launcher.addAll(launcher);
        plain.directory = directory;
        plain.timeout = timeout;
        properties.forEach((key, value) -> {
            if (!key.startsWith("fasttelemetry.") && !key.startsWith("otel.")) {
                plain.properties.put(key, value);
            }
        });
        return plain;
    }

    public List<String> command() {
        List<String> command = new ArrayList<>(launcher);
        command.add(jvm.java().toString());
        command.addAll(jvmArgs);
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(agents);
        command.addAll(program);
        return command;
    }

    /** Starts the process and comes back at once. */
    public RunningJvm start() {
        ProcessBuilder builder = new ProcessBuilder(command());
        builder.environment().clear();
        builder.environment().putAll(environment);
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        try {
            return new RunningJvm(this, builder.start());
        } catch (IOException e) {
            throw new AssertionError("cannot start " + command(), e);
        }
    }

    /** Starts the process with an empty standard input and waits for its end. */
    public JvmResult run() {
        try (RunningJvm running = start()) {
            running.closeStdin();
            return running.await();
        }
    }
}
