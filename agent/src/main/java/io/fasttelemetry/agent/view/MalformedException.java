/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.view;

import java.io.IOException;

/** A request body is not what its content type says; the message says why. */
final class MalformedException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
        super(message);
    }
}
