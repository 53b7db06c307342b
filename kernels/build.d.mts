/** The modules' names: for every browser, and for those with relaxed SIMD. */
export const ENGINE_MODULES: readonly ('plain' | 'relaxed')[]

/** A module's bytes: the same for the same source. */
export function compileEngine(name: 'plain' | 'relaxed'): Promise<Uint8Array<ArrayBuffer>>
