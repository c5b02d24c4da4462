/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Reads {@code google.rpc.Status}, the body of an OTLP error response.
 *
 * <p>Stateless; any thread. Accepts only the three fields of the message, since the body of an error is often not
 * protobuf at all and its content type often wrong.
 */
public final class RpcStatus {
    private static final int CODE_TAG = 1 << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int MESSAGE_TAG = 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int DETAILS_TAG = 3 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private RpcStatus() {}

    /** The message as it was sent, empty if there is none; null if the body is not a status. */
    public static String message(byte[] body) {
        String message = "";
        CodedInputStream in = CodedInputStream.newInstance(body);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == MESSAGE_TAG) {
                    message = in.readStringRequireUtf8();
                } else if (tag == CODE_TAG || tag == DETAILS_TAG) {
                    in.skipField(tag);
                } else {
                    return null;
                }
            }
        } catch (IOException e) {
            return null;
        }
        return message;
    }
}
