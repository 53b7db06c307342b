/**
 * `webrerank/vue`: a reranker and its rankings as composables of Vue 3.
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
 * A reranker for as long as the component is there; its worker ends with it.
 * @param create such as `() => createReranker()`, of whichever entry
 * @returns undefined on a server, and until the component is mounted
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
 * Ranks whenever the request says something else; what was under way is aborted, and the last answer stays meanwhile.
 * @param reranker of {@link useReranker}, or one that components share
 * @param request as a ref or getter; null: nothing to rank
 * @returns the state, reactive, and `abort`, which ends what is under way
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
