/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import io.fasttelemetry.bootstrap.Operations;
import java.util.Collections;
import java.util.Map;

/**
 * A class that a rule names, and what its weaver may ask about it. For one thread; nothing of it changes, but
 * operations are registered and messages are logged.
 */
public final class TracedClass {
    private final String name;
    private final byte[] file;
    private final MethodSelection selection;
    private final SharedOperations operations;
    private final LeftAlone leftAlone;

    TracedClass(String name, byte[] file, MethodSelection selection, SharedOperations operations, LeftAlone leftAlone) {
        this.name = name;
        this.file = file;
        this.selection = selection;
        this.operations = operations;
        this.leftAlone = leftAlone;
    }

    /** The name of the class, with dots. */
    public String name() {
        return name;
    }

    /** The class file, which is not copied and must not be changed. */
    @SuppressWarnings("ReturnsArray")
    public byte[] file() {
        return file;
    }

    /** The rule for a method, null if it is not to be woven. */
    public MethodRule rule(int access, String method, String descriptor) {
        return selection.rule(access, method, descriptor);
    }

    /** The class file of a type that the class mentions, by its internal name; null if it is not at hand. */
    @SuppressWarnings("ReturnsArray")
    public byte[] classFile(String internalName) {
        return selection.classFile(internalName);
    }

    /** The text to capture in place of an attribute's values; null if those may be recorded. */
    public String mask(String attribute) {
        return operations.mask(attribute);
    }

    /** Logs that spans of a method lack an attribute. */
    public void leaveOutAttribute(String method, String attribute, String reason) {
        leftAlone.logOnce("attribute " + attribute + " of " + name + "." + method + " is left out: " + reason
                + "; the spans stand without it");
    }

    /** Counts a method that is about to be woven; returns false if its rule has matched too many. */
    public boolean admits(MethodRule rule, String methodAndDescriptor) {
        return selection.admits(rule, methodAndDescriptor);
    }

    /** Ends the questions for rules. */
    public void finishSelection() {
        selection.finish();
    }

    /** The id of the operation of a method, which is registered if need be. */
    public int operationId(MethodRule rule, String method) {
        return operations.idOf(rule, name, method);
    }

    /** Whether woven code has to ask for the limits of an operation's spans. */
    public boolean isLimited(int operationId) {
        return Operations.get(operationId).isLimited();
    }

    /**
     * The methods that must not be woven, since they would exceed a limit, by name and descriptor as one string, with
     * the reason; empty most of the time.
     *
     * @param hasManyLocals whether a woven method has nearly as many local variables or operands as there can be
     */
    public Map<String, String> exceededLimits(byte[] woven, boolean hasManyLocals) {
        boolean isSmall = woven.length <= CodeLimits.MAX_COMPILED_BYTES && !hasManyLocals;
        return isSmall ? Collections.emptyMap() : CodeLimits.exceeded(file, woven);
    }

    /** Logs that a method is not woven. */
    public void leaveOut(String method, String reason) {
        leftAlone.log("method " + name + "." + method, reason);
    }

    /** Logs that these suspend functions are not woven; names with commas. */
    public void leaveOutSuspending(String methods) {
        leftAlone.log(
                "suspend functions of " + name + " (" + methods + ")",
                "they return when they suspend, so a span would be a piece of the call");
    }
}
