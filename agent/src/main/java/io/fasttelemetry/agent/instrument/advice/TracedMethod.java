/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import net.bytebuddy.description.type.TypeDescription;

/** A method that gets advice, with the values for the advice's own parameters: offset mappings read them here. */
final class TracedMethod extends DescribedMethod {
    final int operationId;

    TracedMethod(TypeDescription type, String name, int modifiers, String descriptor, int operationId) {
        super(type, name, modifiers, descriptor);
        this.operationId = operationId;
    }
}
