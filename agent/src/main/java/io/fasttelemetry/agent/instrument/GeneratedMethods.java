/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

/**
 * Recognises methods that a compiler wrote and did not mark as synthetic. A rule with a star leaves them out; a rule
 * that names such a method weaves it. Stateless; any thread.
 */
public final class GeneratedMethods {
    private static final String[] SCALA_PRODUCT = {
        "productArity",
        "productElement",
        "productElementName",
        "productElementNames",
        "productIterator",
        "productPrefix",
        "canEqual"
    };
    private static final String[] GROOVY_OBJECT = {"getMetaClass", "setMetaClass"};

    private GeneratedMethods() {}

    /**
     * Whether a compiler wrote a method, by its name.
     *
     * @param interfaceNames internal names of the interfaces that the class itself implements
     */
    public static boolean isGenerated(String method, String[] interfaceNames) {
        // $init$ of traits, $getStaticMetaClass, $createCallSiteArray; copy$default$1; acme$Logged$$super$price;
        // this$dist$invoke$1
        if (method.charAt(0) == '$'
                || method.contains("$default$")
                || method.contains("$$super$")
                || method.startsWith("this$dist$")) {
            return true;
        }
        return (contains(SCALA_PRODUCT, method) && contains(interfaceNames, "scala/Product"))
                || (contains(GROOVY_OBJECT, method) && contains(interfaceNames, "groovy/lang/GroovyObject"));
    }

    /**
     * Whether this annotation marks a method or class as written by a compiler or generator: any that is called {@code
     * Generated}, as those of Groovy, Lombok and Immutables are.
     */
    public static boolean isMark(String annotationDescriptor) {
        return annotationDescriptor.endsWith("/Generated;")
                || annotationDescriptor.equals("Lgroovy/transform/Internal;");
    }

    private static boolean contains(String[] names, String wanted) {
        if (names != null) {
            for (String name : names) {
                if (name.equals(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }
}
