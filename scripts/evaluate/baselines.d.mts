export function overlap(query: string, documents: readonly string[]): number[]
export function bm25(query: string, documents: readonly string[]): number[]
