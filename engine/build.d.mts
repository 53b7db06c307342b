/** The module's bytes: the same for the same source. */
export function compileEngine(): Promise<Uint8Array<ArrayBuffer>>
