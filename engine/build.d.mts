/** Each module and the instructions that it has beyond those of every browser. */
export const ENGINE_MODULES: Readonly<Record<'plain' | 'relaxed', readonly string[]>>

/** One module's bytes: the same for the same source. */
export function compileEngine(name: 'plain' | 'relaxed'): Promise<Uint8Array<ArrayBuffer>>

/** Writes all modules into a folder. */
export function buildEngine(folder: string): Promise<void>
