/**
 * `webrerank/react`: hooks for React 18 and 19, and the JSX type of the search box.
 * @module webrerank/react
 */
import {
  type DependencyList,
  type HTMLAttributes,
  type Ref,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react'
import type { Reranker } from '../../client/types.js'
import { type AnyReranker, type RerankInput, type RerankState, startRanking } from './rerank-task.js'

export type { RerankInput, RerankState } from './rerank-task.js'

/**
 * Creates a reranker when the component mounts, and disposes of it, worker included, when the component unmounts.
 * @param create such as `() => createReranker()`, from any entry point
 * @param deps a new reranker replaces it when one of these changes. Default: never
 * @returns undefined on a server, and in the first render
 * @example
 * ```ts
 * import { createReranker } from 'webrerank'
 * import { useRerank, useReranker } from 'webrerank/react'
 *
 * export function useRanked(query: string, documents: string[]) {
 *   const reranker = useReranker(() => createReranker())
 *   return useRerank(reranker, { query, documents })
 * }
 * ```
 */
export function useReranker<T extends Pick<Reranker, 'dispose'> = Reranker>(
  create: () => T,
  deps: DependencyList = [],
): T | undefined {
  const [reranker, setReranker] = useState<T>()
  useEffect(() => {
    const made = create()
    setReranker(made)
    return () => made.dispose()
  }, deps)
  return reranker
}

/**
 * Ranks whenever the request changes. A ranking still running is aborted; the last answer stays until the next one arrives.
 * @param reranker from {@link useReranker}, or one that components share
 * @param request null: nothing to rank. Compared by content, so it may be a new object in each render
 * @returns the state, and `abort`, which stops the ranking
 * @example
 * ```ts
 * import type { Reranker } from 'webrerank'
 * import { useRerank } from 'webrerank/react'
 *
 * export function useBest(reranker: Reranker | undefined, query: string, documents: string[]) {
 *   const { status, answer, error, abort } = useRerank(reranker, query ? { query, documents, top_n: 1 } : null)
 *   return { status, best: answer?.results[0], error, abort }
 * }
 * ```
 */
export function useRerank(
  reranker: AnyReranker | null | undefined,
  request: RerankInput,
): RerankState & { abort: () => void } {
  const [state, setState] = useState<RerankState>({ status: 'idle' })
  const end = useRef(() => {})
  const abort = useCallback(() => end.current(), [])
  // By content, since most components create their request anew in each render.
  const content = JSON.stringify(request)
  useEffect(() => {
    end.current = startRanking(reranker, request, (change) => setState((last) => ({ ...last, ...change })))
    return () => end.current()
  }, [reranker, content])
  return { ...state, abort }
}

/** Attributes of `<webrerank-search>`, the search box of `webrerank/element`. */
export interface WebrerankSearchAttributes extends HTMLAttributes<HTMLElement> {
  src?: string
  model?: string
  device?: 'auto' | 'wasm' | 'webgpu'
  label?: string
  placeholder?: string
  recent?: 'off'
  ref?: Ref<HTMLElement>
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'webrerank-search': WebrerankSearchAttributes
    }
  }
}
