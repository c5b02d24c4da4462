/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.io.IOException;
import java.io.InputStream;

/**
 * Loads Byte Buddy and the classes that use it, so that they can be loaded again: a class whose initialisation has
 * failed, which can happen to any in a full heap or at the end of the stack, is unusable for the rest of its loader's
 * life.
 *
 * <p>The class files come from the parent, the agent's loader, to which all other classes are delegated. Any thread.
 */
final class WeaverClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String WEAVER = "io.fasttelemetry.agent.instrument.advice.AdviceWeaver";
    private static final String OURS = WEAVER.substring(0, WEAVER.lastIndexOf('.') + 1);
    private static final String BYTE_BUDDY = "net.bytebuddy.";

    /**
     * Supertypes of many others, each before its subtypes. The JVM loads a supertype while it defines the subtype, ten
     * levels deep without these, for which the stack of a small thread does not suffice.
     */
    private static final String[] LOADED_FIRST = {
        "ModifierReviewable$OfAbstraction",
        "ModifierReviewable$AbstractBase",
        "TypeVariableSource$AbstractBase",
        "type.TypeDescription$AbstractBase",
        "type.TypeDescription$Latent",
        "type.TypeDescription$Generic$AbstractBase",
        "method.MethodDescription$AbstractBase",
        "method.MethodDescription$InDefinedShape$AbstractBase",
        "method.MethodDescription$Latent",
        "method.ParameterDescription$InDefinedShape$AbstractBase",
    };

    /**
     * Classes whose verification and initialisers load many others, each before those that use it. The first use is
     * deep in the initialiser of Advice otherwise.
     */
    private static final String[] INITIALISED_FIRST = {
        "description.type.TypeDescription$ForLoadedType",
        "description.method.MethodDescription$ForLoadedMethod",
        "description.method.MethodList$ForLoadedMethods",
        "asm.Advice",
    };

    private final ClassLoader agent;

    private WeaverClassLoader(ClassLoader agent) {
        super("fast-telemetry-weaver", agent);
        this.agent = agent;
    }

    /** Makes a weaver with classes of its own. */
    static ClassWeaver newWeaver() {
        try {
            WeaverClassLoader loader = new WeaverClassLoader(WeaverClassLoader.class.getClassLoader());
            for (String name : LOADED_FIRST) {
                loader.loadClass("net.bytebuddy.description.".concat(name));
            }
            for (String name : INITIALISED_FIRST) {
                Class.forName("net.bytebuddy.".concat(name), true, loader);
            }
            return (ClassWeaver) loader.loadClass(WEAVER).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the weaver cannot be made", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(BYTE_BUDDY) && !name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/').concat(".class"))) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length, WeaverClassLoader.class.getProtectionDomain());
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        return agent.getResourceAsStream(name);
    }
}
