/** Relaxed SIMD for tests in Node 20, where it is an experiment behind a flag. */
export function allowRelaxed(): void
