import type { Reranker } from '../../src/index.js'

export { createReranker, rerank } from '../../src/index.js'
export const workers: Worker[]
export function faultyWorker(fault: string): Worker
export function reranker(options?: object): Reranker
export function watchLongTasks(): { stop(): Promise<number[]> }
