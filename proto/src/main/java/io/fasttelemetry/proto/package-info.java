/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Encoding of OTLP: encoders that stream spans into one reused buffer, gzip, and the decoding of a receiver's answers.
 *
 * <p>There is one file per message. Encoders are not thread-safe: the export thread owns every one of them.
 *
 * <p>The encoding is canonical protobuf: shortest varints, fields in the order of their numbers, proto3 defaults left
 * out. So protobuf-java, given these bytes, writes the same bytes again.
 *
 * <p>Field numbers come from the classes of opentelemetry-proto as compile-time constants; none of those classes is
 * needed at run time.
 */
package io.fasttelemetry.proto;
