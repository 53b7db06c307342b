import type { Reranker } from '../../src/index.js'

export { createReranker, isRerankError, rerank } from '../../src/index.js'
export const workers: Worker[]
export function faultyWorker(fault: string): Worker
export function reranker(options?: object): Reranker
export function countTurns(work: () => Promise<unknown>): Promise<number>

declare global {
  interface Window {
    endRerankers?(): boolean
  }
}
