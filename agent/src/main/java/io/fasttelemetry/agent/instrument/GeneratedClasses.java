/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.lang.reflect.Proxy;

/**
 * Recognises proxies that frameworks generate at run time. Their methods only call the proxied class, which has its own
 * span, and their names differ from run to run. Stateless; any thread.
 */
final class GeneratedClasses {
    private static final String JDK_PROXY = "java/lang/reflect/Proxy";

    /** Interfaces that only generated classes implement. */
    private static final String[] MARKERS = {
        "org/springframework/aop/SpringProxy",
        "org/springframework/cglib/proxy/Factory",
        "net/sf/cglib/proxy/Factory",
        "javassist/util/proxy/ProxyObject",
        "javassist/util/proxy/Proxy",
        "org/hibernate/proxy/HibernateProxy",
        "org/jboss/weld/proxy/WeldClientProxy",
        "org/jboss/weld/bean/proxy/ProxyObject",
        "io/quarkus/arc/ClientProxy",
        "io/quarkus/arc/Subclass",
        "io/micronaut/aop/Intercepted"
    };

    /** Parts of names that only generated classes have. */
    private static final String[] PARTS = {
        "$$EnhancerBy",
        "$$FastClassBy",
        "$$KeyFactoryBy",
        "$$SpringCGLIB$$",
        "$$FastClass$$",
        "$MockitoMock$",
        "$HibernateProxy",
        "$HibernateInstantiator",
        "$HibernateBasicProxy",
        "$HibernateAccessOptimizer",
        "$ByteBuddy$",
        "_$$_jvst",
        "_$$_javassist",
        "_$$_Weld",
        "$$Owb",
        "$$EasyMock$",
        "$$Lambda"
    };

    private GeneratedClasses() {}

    /** Whether the class that is being defined is a proxy. */
    static boolean isProxy(String internalName, ClassHeader header) {
        if (JDK_PROXY.equals(header.superName) || isProxyName(internalName)) {
            return true;
        }
        for (String name : header.interfaceNames) {
            if (isMarker(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the loaded class is a proxy. */
    static boolean isProxy(Class<?> type) {
        if (type.getSuperclass() == Proxy.class || isProxyName(type.getName())) {
            return true;
        }
        for (Class<?> parent : type.getInterfaces()) {
            if (isMarker(parent.getName().replace('.', '/'))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMarker(String interfaceName) {
        for (String marker : MARKERS) {
            if (marker.equals(interfaceName)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isProxyName(String name) {
        if (name.indexOf('$') < 0) {
            return false;
        }
        for (String part : PARTS) {
            if (name.contains(part)) {
                return true;
            }
        }
        return false;
    }
}
