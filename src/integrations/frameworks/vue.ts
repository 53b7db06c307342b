/**
 * `webrerank/vue`: composables for Vue 3.
 * @module webrerank/vue
 */
import {
  type MaybeRefOrGetter,
  onMounted,
  onScopeDispose,
  type ShallowRef,
  shallowReactive,
  shallowRef,
  toValue,
  watch,
} from 'vue'
import type { Reranker } from '../../client/types.js'
import { type AnyReranker, type RerankInput, type RerankState, startRanking } from './rerank-task.js'

export type { RerankInput, RerankState } from './rerank-task.js'

/**
 * Creates a reranker when the component mounts, and disposes of it, worker included, when the component unmounts.
 * @param create such as `() => createReranker()`, from any entry point
 * @returns a ref: undefined on a server, and until the component is mounted
 * @example
 * ```ts
 * import { createReranker } from 'webrerank'
 * import { useRerank, useReranker } from 'webrerank/vue'
 *
 * export function useRanked(query: () => string, documents: string[]) {
 *   const reranker = useReranker(() => createReranker())
 *   return useRerank(reranker, () => ({ query: query(), documents }))
 * }
 * ```
 */
export function useReranker<T extends Pick<Reranker, 'dispose'> = Reranker>(
  create: () => T,
): Readonly<ShallowRef<T | undefined>> {
  const reranker = shallowRef<T>()
  onMounted(() => {
    reranker.value = create()
  })
  onScopeDispose(() => reranker.value?.dispose())
  return reranker
}

/**
 * Ranks whenever the request changes. A ranking still running is aborted; the last answer stays until the next one arrives.
 * @param reranker from {@link useReranker}, or one that components share
 * @param request a ref or getter; null: nothing to rank
 * @returns the reactive state, and `abort`, which stops the ranking
 * @example
 * ```ts
 * import type { Reranker } from 'webrerank'
 * import { useRerank } from 'webrerank/vue'
 * import { computed, type Ref } from 'vue'
 *
 * export function useBest(reranker: Ref<Reranker | undefined>, query: Ref<string>, documents: string[]) {
 *   const state = useRerank(reranker, () => (query.value ? { query: query.value, documents, top_n: 1 } : null))
 *   return computed(() => state.answer?.results[0])
 * }
 * ```
 */
export function useRerank(
  reranker: MaybeRefOrGetter<AnyReranker | null | undefined>,
  request: MaybeRefOrGetter<RerankInput>,
): Readonly<RerankState> & { abort: () => void } {
  let end = () => {}
  const state = shallowReactive<RerankState & { abort: () => void }>({
    status: 'idle',
    answer: undefined,
    error: undefined,
    progress: undefined,
    abort: () => end(),
  })
  watch(
    [() => toValue(reranker), () => JSON.stringify(toValue(request))] as const,
    ([ranker]) => {
      end()
      end = startRanking(ranker, toValue(request), (change) => Object.assign(state, change))
    },
    { immediate: true },
  )
  onScopeDispose(() => end())
  return state
}
