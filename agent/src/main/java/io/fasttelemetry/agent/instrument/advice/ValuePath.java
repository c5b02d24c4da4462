/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import java.util.Collections;
import java.util.List;
import net.bytebuddy.jar.asm.Type;

/** A value to capture, found out for one method: where it begins, and the steps from there. Immutable. */
final class ValuePath {
    /** Roots beside the index of a parameter. */
    static final int THIS = -1;

    static final int RETURN = -2;
    static final int THROWN = -3;
    static final int CONSTANT = -4;

    /** Position of the attribute's key in its operation. */
    final int index;

    final int root;
    final Type rootType;
    final List<PathStep> steps;
    /** The text of a constant. */
    final String constant;

    private ValuePath(int index, int root, Type rootType, List<PathStep> steps, String constant) {
        this.index = index;
        this.root = root;
        this.rootType = rootType;
        this.steps = Collections.unmodifiableList(steps);
        this.constant = constant;
    }

    static ValuePath of(int index, int root, Type rootType, List<PathStep> steps) {
        return new ValuePath(index, root, rootType, steps, null);
    }

    static ValuePath constant(int index, String text) {
        return new ValuePath(index, CONSTANT, Type.getType(String.class), Collections.emptyList(), text);
    }

    /** The declared type of the value. */
    Type type() {
        return steps.isEmpty() ? rootType : steps.get(steps.size() - 1).type();
    }

    /** Whether code of the application runs, which may throw or record spans of its own. */
    boolean isComputed() {
        return !steps.isEmpty();
    }
}
