/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.config.RedactedNames;
import io.fasttelemetry.agent.log.AgentLog;
import io.fasttelemetry.agent.rules.MethodRule;
import java.lang.instrument.ClassFileTransformer;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;

/**
 * Weaves classes as the JVM defines them, and those that {@link LoadedClasses} retransforms.
 *
 * <p>Called on whichever thread loads a class, possibly with the application's locks held: it holds no lock of its own
 * while it calls the application's code, loads no class of the application and starts no thread. <b>Never throws:</b>
 * after any error the class stays as it was, and one log message reports it, written by the export thread. Classes of
 * the boot loader, of the platform loader and of the agent are left alone.
 */
public final class MethodTransformer implements ClassFileTransformer {
    private static final ClassLoader AGENT = MethodTransformer.class.getClassLoader();
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    /** By name, since this package does not depend on that one. */
    private static final String HTTP_LOADER = "io.fasttelemetry.agent.export.transport.TransportClassLoader";

    /** By name, so that the class is loaded only when a class is woven. */
    private static final String WEAVER_LOADER = "io.fasttelemetry.agent.instrument.WeaverClassLoader";

    private final RuleMatcher matcher;

    private final LeftAlone leftAlone = new LeftAlone();
    private final RecorderVisibility recorder = new RecorderVisibility(leftAlone);
    private final Weaver weaver;

    /**
     * Makes a transformer that has not woven anything.
     *
     * @param minNanos min duration of spans whose rule states none
     * @param redacted captured attributes whose values are not recorded
     */
    MethodTransformer(RuleMatcher matcher, long minNanos, RedactedNames redacted) {
        this.matcher = matcher;
        weaver = new Weaver(new SharedOperations(leftAlone, minNanos, redacted), leftAlone);
    }

    @Override
    public byte[] transform(
            ClassLoader loader,
            String className,
            Class<?> classBeingRedefined,
            ProtectionDomain protectionDomain,
            byte[] classFile) {
        if (isLeftAlone(loader) || className == null) {
            return null;
        }
        try {
            return System.getSecurityManager() == null
                    ? weave(loader, className, classBeingRedefined, classFile)
                    : AccessController.doPrivileged(new Weaving(loader, className, classBeingRedefined, classFile));
        } catch (Throwable t) {
            report(className, t);
            return null;
        }
    }

    private byte[] weave(ClassLoader loader, String className, Class<?> classBeingRedefined, byte[] classFile) {
        MethodRule[] rules = classBeingRedefined == null
                ? matcher.match(loader, className, classFile)
                : matcher.match(classBeingRedefined, classFile);
        if (rules.length == 0) {
            return null;
        }
        boolean done = false;
        try {
            if (!recorder.isVisibleTo(loader)) {
                return null;
            }
            byte[] woven = weaver.weave(className.replace('/', '.'), classFile, rules, matcher.filter(loader));
            done = true;
            return woven;
        } finally {
            if (!done) {
                matcher.failed(rules);
            }
        }
    }

    /** A transformation with the agent's own permissions, regardless of those of the code that loads the class. */
    private final class Weaving implements PrivilegedAction<byte[]> {
        private final ClassLoader loader;
        private final String className;
        private final Class<?> classBeingRedefined;
        private final byte[] classFile;

        Weaving(ClassLoader loader, String className, Class<?> classBeingRedefined, byte[] classFile) {
            this.loader = loader;
            this.className = className;
            this.classBeingRedefined = classBeingRedefined;
            this.classFile = classFile;
        }

        @Override
        public byte[] run() {
            return weave(loader, className, classBeingRedefined, classFile);
        }
    }

    /** Whether no class of the loader is ever woven. */
    static boolean isLeftAlone(ClassLoader loader) {
        if (loader == null || loader == AGENT || loader == PLATFORM) {
            return true;
        }
        String type = loader.getClass().getName();
        return type.equals(HTTP_LOADER) || type.equals(WEAVER_LOADER);
    }

    private void report(String className, Throwable failure) {
        try {
            AgentLog.warnLater("class " + className.replace('/', '.') + " is left as it was: " + failure);
        } catch (Throwable ignored) {
            // no memory or no stack for the message; the class is left as it was all the same
        }
    }
}
