/* SPDX-License-Identifier: Apache-2.0 */
/**
 * OTLP as bytes: encoders that stream spans into one reused buffer, gzip, and the decoding of what a receiver answers.
 *
 * <p>One message, one file. Nothing here is safe for use by several threads: the export thread owns every encoder.
 *
 * <p>The encoding is canonical protobuf: shortest varints, fields in the order of their numbers, proto3 defaults left
 * out. So protobuf-java, given these bytes, writes the same bytes again.
 *
 * <p>The classes of opentelemetry-proto lend their field numbers, which are compile-time constants; none of them is
 * needed at run time.
 */
package io.fasttelemetry.proto;
