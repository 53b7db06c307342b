import { modelNotFound, RerankError } from '../protocol/errors.js'
import type { Fusion } from '../wire/fuse.js'
import { MAX_DOCUMENTS, type ParsedRequest, parseRequest, type RerankRequest } from '../wire/request.js'
import { createResponse, type RerankResponse, type Scored } from '../wire/response.js'
import type { Cascade } from './cascade.js'
import type { Deadline } from './deadline.js'
import type { FirstModel } from './first-model.js'
import type { LazyClient } from './lazy-client.js'
import { listener } from './listener.js'
import type { Queue } from './queue.js'
import type { StagedRun } from './staged.js'
import { type OnState, type Rank, stepOf } from './steps.js'
import type { CallOptions, RankOptions, RerankerOptions } from './types.js'
import type { Forwarder } from './upstream.js'

/** What ranking takes. */
export interface RankParts {
  /** The model's id. */
  id: string
  client: LazyClient
  /** For what is more than one model in one go; absent where that cannot be. */
  stages: Stages | undefined
  /** Where requests wait. */
  queue: Queue
  options: Pick<RerankerOptions, 'maxDocuments' | 'upstream'>
  /** What every call does around its work. */
  call: <T>(callOptions: CallOptions, work: (signal: AbortSignal) => Promise<T>) => Promise<T>
  isDisposed: () => boolean
}

/** What a request takes that is scored in steps. */
export interface Stages {
  /** The small model of cascades. */
  first: FirstModel
  /** The code of it, which is loaded at first use. */
  load(): Promise<typeof import('./staged.js')>
}

/** A request that was read. */
interface Plan {
  request: ParsedRequest
  body: RerankRequest
  cascade?: Cascade | undefined
  deadline?: Deadline | undefined
  fusion: Fusion | undefined
  options: RankOptions
  /** Told of each state before the last. */
  onState: OnState | undefined
}

/** The `rank` of a reranker: one request at a time, its fusion, cascade, deadline, explanation and upstream. */
export function createRank({ id, client, stages, queue, options, call, isDisposed }: RankParts): Rank {
  let forwarder: Forwarder | undefined

  /** @throws RerankError `invalid_request` for what cannot be meant together, or here */
  const read = async (
    body: RerankRequest,
    callOptions: RankOptions,
    onState: OnState | undefined,
  ): Promise<Plan> => {
    const request = parseRequest(body, options.maxDocuments ?? MAX_DOCUMENTS)
    if (request.model !== undefined && request.model !== id) throw modelNotFound(request.model)
    const step = stepOf(request, callOptions, onState, stages?.first.option)
    if (step && !stages)
      throw new RerankError('invalid_request', `${step} is not possible here`, { param: step })
    const staged = step && (await stages!.load())
    return {
      ...{ request, body, onState, options: callOptions },
      ...staged?.readSteps(id, stages!.first, { request, options: callOptions }),
      // Loaded at first use, as most requests are of the model alone.
      fusion:
        request.fuse === undefined
          ? undefined
          : (await import('../wire/fuse.js')).createFusion(request.fuse, request.documents.length),
    }
  }

  /** Scores by the model alone, or in steps. */
  const score = async (plan: Plan, signal: AbortSignal, onState: StagedRun['onState']): Promise<Scored> => {
    const { request, cascade, deadline, fusion } = plan
    const { query, instruction, documents, length } = request
    const onProgress = listener(plan.options)
    const main = () => client.get(signal)
    if (!cascade && !deadline && !onState) {
      const asked = { query, instruction, documents, length, bm25: fusion?.bm25 }
      const answer = await (await main()).score(asked, signal, onProgress)
      return fusion ? fusion.blend(answer) : answer
    }
    const { scoreStaged } = await stages!.load()
    return scoreStaged({
      model: id,
      ...{ cascade, request, fusion, main, signal, onProgress, deadline, onState },
      first: (model) => stages!.first.client(model).get(signal),
    })
  }

  /** Answers on this device. */
  const rankHere = async (plan: Plan): Promise<RerankResponse> => {
    const { request, deadline, onState, options: callOptions } = plan
    const { query, documents } = request
    const matcher = callOptions.explain ? await import('./add-matches.js') : undefined
    return call(callOptions, async (signal) => {
      const queued = performance.now()
      const job = async () => {
        const waited = performance.now() - queued
        const scored = await score(
          plan,
          signal,
          onState && ((state) => onState(() => createResponse(id, request, state(), waited))),
        )
        const response = createResponse(id, request, scored, waited)
        await matcher?.addMatches(response, documents, async (texts) =>
          (await client.get(signal)).explain(query, texts, signal, listener(callOptions)),
        )
        return response
      }
      if (!deadline) return queue.run(job, signal)
      const { runInTime, scoreNothing } = await stages!.load()
      return runInTime(queue, deadline, signal, job, () =>
        createResponse(id, request, scoreNothing(id, request, plan.cascade), performance.now() - queued),
      )
    })
  }

  return async (body, callOptions = {}, onState = undefined) => {
    const plan = await read(body, callOptions, onState)
    const here = () => rankHere(plan)
    const { upstream } = options
    if (!upstream || isDisposed()) return here()
    const { createForwarder } = await import('./upstream.js')
    // One for all requests: it knows which addresses failed.
    forwarder ??= createForwarder(upstream)
    const { explain, deadline } = callOptions
    return forwarder.rank(id, { request: plan.request, body, explain, deadline }, here, (work) =>
      call(callOptions, work),
    )
  }
}
