import type { ParsedRequest, RerankRequest } from '../wire/request.js'
import type { RerankResponse } from '../wire/response.js'
import type { CascadeOptions, RankOptions } from './types.js'

/** What a request may ask for that is scored in steps. */
export type Step = 'cascade' | 'deadline' | 'stream'

/** Told that there is a better order, which is made when it is asked for. */
export type OnState = (state: () => RerankResponse) => void

/** Ranks a request. With `onState` it tells of orders on the way. */
export type Rank = (body: RerankRequest, options?: RankOptions, onState?: OnState) => Promise<RerankResponse>

/** The first of them that a request asks for. */
export function stepOf(
  { cascade }: ParsedRequest,
  { deadline }: RankOptions,
  onState: unknown,
  option: CascadeOptions | undefined,
): Step | undefined {
  const asked = { cascade: cascade ?? option ?? false, deadline: deadline ?? false, stream: onState ?? false }
  return (['cascade', 'deadline', 'stream'] as const).find((name) => asked[name] !== false)
}
