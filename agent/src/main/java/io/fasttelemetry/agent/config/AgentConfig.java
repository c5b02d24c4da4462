/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import java.util.List;
import java.util.Map;

/**
 * The settings of this agent, read once before the application starts. Immutable; any thread.
 *
 * <p>Every value is usable as it is: what was bad has been replaced by its default. {@link #toString} holds neither
 * header values nor the query of the URL.
 */
public final class AgentConfig {
    private final boolean enabled;
    private final String methods;
    private final String methodsExclude;
    private final MethodRules methodRules;
    private final ClassExcludes classExcludes;
    private final ExporterKind exporter;
    private final String tracesUrl;
    private final List<HttpHeader> headers;
    private final long timeoutMillis;
    private final Compression compression;
    private final int gzipThresholdBytes;
    private final long intervalMillis;
    private final int maxBatchSize;
    private final String serviceName;
    private final String scopeName;
    private final Map<String, String> resourceAttributes;
    private final long retryBaseMillis;
    private final long retryMaxMillis;
    private final long shutdownTimeoutMillis;
    private final long bufferBytes;
    private final SamplerKind sampler;
    private final double samplerRatio;
    private final String metricsUrl;
    private final long metricsIntervalMillis;
    private final String certificateFile;
    private final String clientCertificateFile;
    private final String clientKeyFile;
    private final String logLevel;
    private final String logFile;

    AgentConfig(ConfigAssembly from) {
        enabled = from.enabled;
        methods = from.methods;
        methodsExclude = from.methodsExclude;
        methodRules = from.methodRules;
        classExcludes = from.classExcludes;
        exporter = from.exporter;
        tracesUrl = from.tracesUrl;
        headers = from.headers;
        timeoutMillis = from.timeoutMillis;
        compression = from.compression;
        gzipThresholdBytes = from.gzipThresholdBytes;
        intervalMillis = from.intervalMillis;
        maxBatchSize = from.maxBatchSize;
        serviceName = from.serviceName;
        scopeName = from.scopeName;
        resourceAttributes = from.resourceAttributes;
        retryBaseMillis = from.retryBaseMillis;
        retryMaxMillis = from.retryMaxMillis;
        shutdownTimeoutMillis = from.shutdownTimeoutMillis;
        bufferBytes = from.bufferBytes;
        sampler = from.sampler;
        samplerRatio = from.samplerRatio;
        metricsUrl = from.metricsUrl;
        metricsIntervalMillis = from.metricsIntervalMillis;
        certificateFile = from.certificateFile;
        clientCertificateFile = from.clientCertificateFile;
        clientKeyFile = from.clientKeyFile;
        logLevel = from.logLevel;
        logFile = from.logFile;
    }

    /** False: install nothing at all. */
    public boolean enabled() {
        return enabled;
    }

    /** The rules as they were written, or null. Their problems are reported already. */
    public String methods() {
        return methods;
    }

    /** The excludes as they were written, or null. */
    public String methodsExclude() {
        return methodsExclude;
    }

    /** {@link #methods} without its bad segments. */
    public MethodRules methodRules() {
        return methodRules;
    }

    /** {@link #methodsExclude} without its bad entries. */
    public ClassExcludes classExcludes() {
        return classExcludes;
    }

    public ExporterKind exporter() {
        return exporter;
    }

    /** The complete URL to post spans to. It may have a query, which may be secret; it never has a user or password. */
    public String tracesUrl() {
        return tracesUrl;
    }

    /** {@link #tracesUrl} as a message may show it: in quotes, without the query. */
    public String tracesUrlForMessages() {
        return Quoted.url(tracesUrl);
    }

    /** In the order given, no name twice in any case; none of those that describe the body. */
    public List<HttpHeader> headers() {
        return headers;
    }

    /** Limit of one request; 0 is none. */
    public long timeoutMillis() {
        return timeoutMillis;
    }

    public Compression compression() {
        return compression;
    }

    /** Bodies below it are not compressed. */
    public int gzipThresholdBytes() {
        return gzipThresholdBytes;
    }

    /** At least 1. */
    public long intervalMillis() {
        return intervalMillis;
    }

    /** At least 1. */
    public int maxBatchSize() {
        return maxBatchSize;
    }

    /** {@code service.name} of the resource; never blank. */
    public String serviceName() {
        return serviceName;
    }

    public String scopeName() {
        return scopeName;
    }

    /** In the order given, without {@code service.name}. */
    public Map<String, String> resourceAttributes() {
        return resourceAttributes;
    }

    /** At least 1. */
    public long retryBaseMillis() {
        return retryBaseMillis;
    }

    /** At least {@link #retryBaseMillis}. */
    public long retryMaxMillis() {
        return retryMaxMillis;
    }

    /** Limit of everything that happens at the end of the JVM; 0: do not wait. */
    public long shutdownTimeoutMillis() {
        return shutdownTimeoutMillis;
    }

    public long bufferBytes() {
        return bufferBytes;
    }

    public SamplerKind sampler() {
        return sampler;
    }

    /** From 0 to 1; 1 for samplers without a ratio. */
    public double samplerRatio() {
        return samplerRatio;
    }

    /** The complete URL to post metrics to, or null: none are sent. */
    public String metricsUrl() {
        return metricsUrl;
    }

    /** At least 1. */
    public long metricsIntervalMillis() {
        return metricsIntervalMillis;
    }

    /** Whether any request goes to an https address. */
    public boolean usesTls() {
        return tracesUrl.startsWith("https:") || (metricsUrl != null && metricsUrl.startsWith("https:"));
    }

    /** Path of a readable PEM file, or null: the platform's certificates. */
    public String certificateFile() {
        return certificateFile;
    }

    /** Path of a readable PEM file, or null; null exactly if {@link #clientKeyFile} is. */
    public String clientCertificateFile() {
        return clientCertificateFile;
    }

    public String clientKeyFile() {
        return clientKeyFile;
    }

    /** One of off, error, warn, info, debug. */
    public String logLevel() {
        return logLevel;
    }

    /** Path, or null: standard error. */
    public String logFile() {
        return logFile;
    }

    @Override
    public String toString() {
        return "AgentConfig{enabled=" + enabled + ", methods=" + methodRules + ", methodsExclude="
                + classExcludes + ", exporter=" + exporter + ", tracesUrl=" + tracesUrlForMessages()
                + ", headers=" + headers + ", timeoutMillis=" + timeoutMillis + ", compression=" + compression
                + ", gzipThresholdBytes=" + gzipThresholdBytes + ", intervalMillis=" + intervalMillis
                + ", maxBatchSize=" + maxBatchSize + ", serviceName=" + serviceName + ", scopeName=" + scopeName
                + ", resourceAttributes=" + resourceAttributes + ", retryBaseMillis=" + retryBaseMillis
                + ", retryMaxMillis=" + retryMaxMillis + ", shutdownTimeoutMillis=" + shutdownTimeoutMillis
                + ", bufferBytes=" + bufferBytes + ", sampler=" + sampler + ", samplerRatio=" + samplerRatio
                + ", metricsUrl=" + (metricsUrl == null ? null : Quoted.url(metricsUrl))
                + ", metricsIntervalMillis=" + metricsIntervalMillis
                + ", certificateFile=" + certificateFile + ", clientCertificateFile=" + clientCertificateFile
                + ", clientKeyFile=" + clientKeyFile + ", logLevel=" + logLevel + ", logFile=" + logFile + "}";
    }
}
