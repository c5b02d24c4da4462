/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.control;

import io.fasttelemetry.agent.export.counts.StatusBoard;
import io.fasttelemetry.agent.rules.MethodRules;
import io.fasttelemetry.agent.view.Viewer;
import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * The command line, {@code java -jar fast-telemetry-agent.jar}: prints its usage, attaches the agent to a running JVM,
 * asks a running agent for its status or a flush, checks rules against jars, or runs the viewer. Ends the process with
 * 0 for success, 1 for failure, 2 for unknown arguments.
 */
public final class CommandLine {
    private static final long FLUSH_TIMEOUT_NANOS = 60_000_000_000L;
    private static final long POLL_NANOS = 20_000_000L;

    private final PrintStream out;
    private final PrintStream err;

    CommandLine(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void run(String[] arguments, File jar) {
        System.exit(new CommandLine(System.out, System.err).execute(arguments, jar));
    }

    int execute(String[] arguments, File jar) {
        if (arguments.length == 0 || isHelp(arguments[0])) {
            out.println(usage());
            return 0;
        }
        String command = arguments[0];
        if (command.equals("check")) {
            return new CheckCommand(out, err).execute(arguments);
        }
        if (command.equals("view")) {
            return Viewer.run(arguments, jar, out, err);
        }
        boolean attach = command.equals("attach") && arguments.length > 1;
        boolean ask = arguments.length == 2 && (command.equals("status") || command.equals("flush"));
        if (!attach && !ask) {
            err.println("unknown arguments\n" + usage());
            return 2;
        }
        String pid = arguments[1];
        try (Attachment machine = new Attachment(pid)) {
            if (attach) {
                return attach(machine, jar, arguments);
            }
            String status = machine.property(AgentStatus.KEY);
            if (status == null) {
                err.println("no agent runs in " + pid);
                return 1;
            }
            if (command.equals("status")) {
                return status(machine, status);
            }
            if (status.startsWith("running")) {
                return flush(machine, jar);
            }
            err.println("no agent runs in " + pid + ": " + status);
            return 1;
        } catch (ClassNotFoundException e) {
            err.println("this Java cannot attach: it lacks the module jdk.attach; use the java command of a JDK");
        } catch (InvocationTargetException e) {
            err.println("could not attach to " + pid + ": " + e.getCause());
        } catch (ReflectiveOperationException e) {
            err.println("could not attach to " + pid + ": " + e);
        }
        return 1;
    }

    private static boolean isHelp(String argument) {
        return argument.equals("--help")
                || argument.equals("-help")
                || argument.equals("-h")
                || argument.equals("help");
    }

    private int attach(Attachment machine, File jar, String[] arguments) throws ReflectiveOperationException {
        String before = machine.property(AgentStatus.KEY);
        if (before != null && before.startsWith("running")) {
            return attachAgain(before, machine.property(AgentStatus.METHODS), arguments);
        }
        StringBuilder settings = new StringBuilder();
        for (int i = 2; i < arguments.length; i++) {
            settings.append(i == 2 ? "" : ",").append(arguments[i]);
        }
        machine.loadAgent(jar, settings.toString());
        String problems = machine.property(AgentStatus.PROBLEMS);
        if (problems != null) {
            err.print(problems);
        }
        String after = machine.property(AgentStatus.KEY);
        boolean running = after != null && after.startsWith("running");
        if (running) {
            out.println(after);
        } else if (after == null) {
            err.println("not started; its standard error says why");
        } else {
            err.println(after.startsWith("not started") ? after : "not started: ".concat(after));
        }
        return running ? 0 : 1;
    }

    /**
     * Handles attaching where an agent is running. The traced methods are fixed at its start, so other methods are
     * refused with a message that says what to do.
     */
    private int attachAgain(String status, String methods, String[] arguments) {
        for (int i = 2; i < arguments.length; i++) {
            String wanted = valueOf("methods", arguments[i]);
            if (wanted != null && methods != null && !canonical(wanted).equals(methods)) {
                err.println("the agent is there already, with other methods: " + methods
                        + "\nThey are settled when it starts: restart the application to trace others.");
                return 1;
            }
        }
        out.println("the agent is there already: " + status);
        return 0;
    }

    /** The value if the argument sets this setting, or null. */
    private static String valueOf(String key, String argument) {
        String bare = argument.startsWith("fasttelemetry.") ? argument.substring("fasttelemetry.".length()) : argument;
        return bare.startsWith(key.concat("=")) ? bare.substring(key.length() + 1) : null;
    }

    /** The rules in the form in which a running agent publishes them. */
    private static String canonical(String rules) {
        return MethodRules.parse(rules, "methods", new ArrayList<>()).text();
    }

    private int status(Attachment machine, String status) throws ReflectiveOperationException {
        out.println("agent: " + status);
        String counts = machine.property(StatusBoard.COUNTS);
        if (counts != null) {
            out.println(StatusText.readable(counts));
        }
        return status.startsWith("running") ? 0 : 1;
    }

    /**
     * Asks for a flush and polls for its answer. The export thread there does the work and publishes the answer; no
     * thread of that JVM waits for it.
     */
    private int flush(Attachment machine, File jar) throws ReflectiveOperationException {
        String id = ProcessHandle.current().pid() + "-" + System.nanoTime();
        machine.loadAgent(jar, "command=flush:" + id);
        long deadlineNanos = System.nanoTime() + FLUSH_TIMEOUT_NANOS;
        while (System.nanoTime() - deadlineNanos < 0) {
            String answer = machine.property(StatusBoard.FLUSH);
            if (answer != null && answer.startsWith(id + " ")) {
                boolean done = answer.startsWith("done ", id.length() + 1);
                (done ? out : err).println(answer.substring(id.length() + 1).replaceFirst(" ", ": "));
                return done ? 0 : 1;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        err.println("failed: no answer within a minute; see status");
        return 1;
    }

    private static String usage() {
        return "fast-telemetry " + AgentVersion.VERSION + ": methods of a Java application become OTLP spans\n"
                + "\n"
                + "  java -javaagent:fast-telemetry-agent.jar -Dfasttelemetry.methods='com.acme.Cart[checkout]'"
                + " -jar app.jar\n"
                + "      start an application with it\n"
                + "  java -jar fast-telemetry-agent.jar attach PID methods='com.acme.Cart[checkout]' [key=value ...]\n"
                + "      add it to a running one\n"
                + "  java -jar fast-telemetry-agent.jar status PID\n"
                + "      what became of the spans there, as of the last ten seconds\n"
                + "  java -jar fast-telemetry-agent.jar flush PID\n"
                + "      have it send what is pending now, and wait for that\n"
                + "  java -jar fast-telemetry-agent.jar check --rules '...' [--rules-file FILE] app.jar lib/*.jar\n"
                + "      show what rules would trace in these jars, without starting anything\n"
                + "  java -jar fast-telemetry-agent.jar view [--port 4318] [--host 127.0.0.1] [--spans 500000]\n"
                + "      take spans on this port, and show them on a page there\n"
                + "\n"
                + "Rules: Class[method,method]  Class[*]  Class::method  Class  package.*  Cls*#meth*(Type, int[])"
                + "  @Annotation\n"
                + "       with ; between them and ! before excludes; see docs/rules.md\n"
                + "Settings are system properties (fasttelemetry.endpoint), environment variables"
                + " (FASTTELEMETRY_ENDPOINT)\n"
                + "or arguments of the agent (endpoint=...); those of OpenTelemetry are understood as well.";
    }
}
