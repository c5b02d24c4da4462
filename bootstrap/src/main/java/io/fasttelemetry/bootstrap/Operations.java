/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.util.HashMap;

/**
 * Registry of instrumented methods: dense int ids, given when a method is woven and valid until the JVM ends.
 *
 * <p>Any thread may register and look up. The lock guards a map and an array only: nothing is loaded, logged or called
 * back while it is held, so weaving cannot deadlock on it. One operation stands for all overloads of a method, unless
 * rules give them different options, captured attributes or limits, and for every loader that defines its class, so
 * redeploying an application does not grow the table.
 */
public final class Operations {
    private static final String[] NO_ATTRIBUTES = {};
    private static final HashMap<String, Operation> BY_FUNCTION = new HashMap<>();
    private static volatile Operation[] byId = new Operation[64];

    private Operations() {}

    /**
     * The operation of a method, registered on first call.
     *
     * @param className binary name, dots, {@code $} for nested classes
     * @param kind OTLP span kind of a new operation
     */
    public static Operation register(String className, String methodName, int kind) {
        return register(className, methodName, "", kind, null, NO_ATTRIBUTES);
    }

    /**
     * The operation of a method under options of a rule, registered on first call.
     *
     * @param className binary name, dots, {@code $} for nested classes
     * @param variant text of the options, which tells this operation from others of the same method; empty for none
     * @param kind OTLP span kind of a new operation
     * @param name span name of a new operation; null for that of class and method
     * @param attributes keys and values in turn of a new operation's constant attributes
     */
    public static Operation register(
            String className, String methodName, String variant, int kind, String name, String[] attributes) {
        return register(className, methodName, variant, kind, name, attributes, NO_ATTRIBUTES, null);
    }

    /**
     * The operation of a method whose spans have captured attributes or limits, registered on first call. Other
     * attributes or other limits make another operation.
     *
     * @param attributeKeys keys of the captured attributes, 16 at most, by the index that woven code passes to {@link
     *     ThreadState#capture}
     * @param limit null if its spans have none
     */
    public static Operation register(
            String className, String methodName, int kind, String[] attributeKeys, SpanLimit limit) {
        return register(className, methodName, "", kind, null, NO_ATTRIBUTES, attributeKeys, limit);
    }

    /**
     * The operation of a method under options of a rule, with captured attributes or limits, registered on first call.
     *
     * @param className binary name, dots, {@code $} for nested classes
     * @param variant text of the options, which tells this operation from others of the same method; empty for none
     * @param kind OTLP span kind of a new operation
     * @param name span name of a new operation; null for that of class and method
     * @param attributes keys and values in turn of a new operation's constant attributes
     * @param attributeKeys keys of the captured attributes, 16 at most, by the index that woven code passes to {@link
     *     ThreadState#capture}
     * @param limit null if its spans have none
     */
    public static Operation register(
            String className,
            String methodName,
            String variant,
            int kind,
            String name,
            String[] attributes,
            String[] attributeKeys,
            SpanLimit limit) {
        Continuations.prepare(); // here, since a first span may begin at the end of the stack
        if (attributeKeys.length > CapturedValues.MAX_VALUES) {
            throw new IllegalArgumentException(attributeKeys.length + " captured attributes; at most "
                    + CapturedValues.MAX_VALUES + " are possible");
        }
        String functionName = className.concat(".").concat(methodName);
        String key = key(functionName.concat(variant), attributeKeys, limit);
        synchronized (BY_FUNCTION) {
            Operation known = BY_FUNCTION.get(key);
            if (known != null) {
                return known;
            }
            int id = BY_FUNCTION.size();
            String spanName =
                    name != null ? name : simpleName(className).concat(".").concat(methodName);
            Operation operation =
                    new Operation(id, spanName, functionName, kind, attributes, attributeKeys.clone(), limit);
            Operation[] table = byId;
            if (id == table.length) {
                Operation[] larger = new Operation[id * 2];
                System.arraycopy(table, 0, larger, 0, id);
                table = larger;
            }
            table[id] = operation;
            byId = table; // publishes the entry as well: volatile store after the plain one
            BY_FUNCTION.put(key, operation);
            return operation;
        }
    }

    /** The variant itself if there is nothing else. */
    private static String key(String variant, String[] attributeKeys, SpanLimit limit) {
        String key = variant;
        for (String attribute : attributeKeys) {
            key = key.concat("\n").concat(attribute);
        }
        return limit == null ? key : key.concat("\n\n").concat(limit.toString());
    }

    /** The operation of a method without captured attributes and limits, or null if none was registered. */
    public static Operation find(String className, String methodName) {
        return find(className, methodName, "");
    }

    /** The operation of a method under these options, or null if none was registered. */
    public static Operation find(String className, String methodName, String variant) {
        return find(className, methodName, variant, NO_ATTRIBUTES, null);
    }

    /** The operation of a method under these options with these captured attributes and limits; null if none was. */
    public static Operation find(
            String className, String methodName, String variant, String[] attributeKeys, SpanLimit limit) {
        String key = key(className.concat(".").concat(methodName).concat(variant), attributeKeys, limit);
        synchronized (BY_FUNCTION) {
            return BY_FUNCTION.get(key);
        }
    }

    /** The operation with this id, or null if none was registered. */
    public static Operation get(int id) {
        Operation[] table = byId;
        return id >= 0 && id < table.length ? table[id] : null;
    }

    /** The number of operations. */
    static int count() {
        synchronized (BY_FUNCTION) {
            return BY_FUNCTION.size();
        }
    }

    /**
     * The class name without its package, nested classes with a dot: {@code com.acme.Shop$Cart} is {@code Shop.Cart}.
     * What compilers number keeps its {@code $}: {@code com.acme.Shop$Cart$1} is {@code Shop.Cart$1}.
     */
    private static String simpleName(String className) {
        int start = className.lastIndexOf('.') + 1;
        int slash = className.indexOf('/');
        int end = slash > start ? slash : className.length(); // a hidden class, whose suffix differs from run to run
        char[] name = new char[end - start];
        className.getChars(start, end, name, 0);
        for (int i = 1; i + 1 < name.length; i++) {
            if (name[i] == '$' && name[i - 1] != '$' && name[i + 1] != '$' && !Character.isDigit(name[i + 1])) {
                name[i] = '.';
            }
        }
        return new String(name);
    }
}
