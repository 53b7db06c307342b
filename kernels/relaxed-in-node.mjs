import { setFlagsFromString } from 'node:v8'

/**
 * Relaxed SIMD for tests in Node 20, where it is an experiment behind a flag: while V8 compiles a function for the second
 * time, some calls give wrong numbers (22 and Chromium do not), so it compiles once.
 */
export function allowRelaxed() {
  if (Number(process.versions.node.split('.')[0]) >= 22) return
  setFlagsFromString('--experimental-wasm-relaxed-simd')
  setFlagsFromString('--no-liftoff')
}
