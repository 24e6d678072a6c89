package io.retrykit.async;

import io.retrykit.guard.AdmissionRequest;

/** An engine, and what guards and budget are asked about first. */
record Route(Engine engine, AdmissionRequest request) {}
