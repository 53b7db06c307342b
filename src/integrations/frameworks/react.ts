/**
 * `webrerank/react`: a reranker and its rankings as hooks of React 18 and 19, and the JSX type of the search box.
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
 * A reranker for as long as the component is there; its worker ends with it.
 * @param create such as `() => createReranker()`, of whichever entry
 * @param deps another reranker takes its place when one of these changes. Default: never
 * @returns undefined on a server, and in the first render
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
 * Ranks whenever the request says something else; what was under way is aborted, and the last answer stays meanwhile.
 * @param reranker of {@link useReranker}, or one that components share
 * @param request null: nothing to rank
 * @returns the state, and `abort`, which ends what is under way
 */
export function useRerank(
  reranker: AnyReranker | null | undefined,
  request: RerankInput,
): RerankState & { abort: () => void } {
  const [state, setState] = useState<RerankState>({ status: 'idle' })
  const end = useRef(() => {})
  const abort = useCallback(() => end.current(), [])
  // By its content, since most components write their request anew in each render.
  const content = JSON.stringify(request)
  useEffect(() => {
    end.current = startRanking(reranker, request, (change) => setState((last) => ({ ...last, ...change })))
    return () => end.current()
  }, [reranker, content])
  return { ...state, abort }
}

/** Attributes of `<webrerank-search>`, which `webrerank/element` registers. */
export interface WebrerankSearchAttributes extends HTMLAttributes<HTMLElement> {
  src?: string
  model?: string
  device?: 'auto' | 'wasm' | 'webgpu'
  label?: string
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
