import { limitTime } from '../abort/time-limit.js'
import { invalid } from '../protocol/errors.js'
import type { EngineInfo } from '../protocol/scoring.js'
import type { LoadProgress } from '../protocol/worker-api.js'
import type { Fusion } from '../wire/fuse.js'
import type { ParsedRequest } from '../wire/request.js'
import type { Scored } from '../wire/response.js'
import { type Cascade, readCascade } from './cascade.js'
import { createDeadline, type Deadline } from './deadline.js'
import type { FirstModel } from './first-model.js'
import { joinParts, type Part } from './join-parts.js'
import type { ModelClient } from './model-client.js'
import { idOf } from './model-id.js'
import type { Queue } from './queue.js'
import type { RankOptions } from './types.js'

export { respondWithEvents } from '../wire/event-stream.js'
export { streamStates } from './stream.js'

/**
 * What a request asks for, checked.
 * @throws RerankError `invalid_request` for what cannot be meant together
 */
export function readSteps(
  id: string,
  first: FirstModel,
  { request, options }: { request: ParsedRequest; options: RankOptions },
): { cascade: Cascade | undefined; deadline: Deadline | undefined } {
  const { deadline, explain } = options
  if (explain && deadline !== undefined)
    throw invalid('explain', 'cannot be combined with deadline: it takes time')
  return {
    cascade: readCascade(id, first.option, request.cascade),
    deadline: deadline === undefined ? undefined : createDeadline(deadline),
  }
}

/** A request that is scored in steps: by two models, within a time, or with an order after each step. */
export interface StagedRun {
  /** The reranker's own model, by its id. */
  model: string
  cascade: Cascade | undefined
  request: ParsedRequest
  /** What each model's scores are blended with. */
  fusion?: Fusion | undefined
  main: () => Promise<ModelClient>
  /** The small model's client, where there is a cascade. */
  first: (model: Cascade['first']) => Promise<ModelClient>
  signal: AbortSignal
  onProgress: Progress
  /** When the answer has to be there. */
  deadline?: Deadline | undefined
  /** Told of each better order, the final one left out. It is made when it is asked for. */
  onState?: ((state: () => Scored) => void) | undefined
}

type Progress = (progress: LoadProgress | { step: 'score'; loaded: number; total: number }) => void

/** A model that is loaded. */
interface Ready {
  client: ModelClient
  info: EngineInfo
}

/**
 * Scores all documents by the first model, and the best of them by the reranker's own; or all by that one. Where the time is up, what
 * is known by then is the answer.
 */
export async function scoreStaged(run: StagedRun): Promise<Scored> {
  const { model, cascade, request, fusion, deadline, onState } = run
  const count = request.documents.length
  /** The reranker's own model first. */
  let parts: Part[] = []
  let waited = 0
  const state = (complete: boolean, all = parts) =>
    joinParts(all, { model, count, cascade, fusion, complete, waited })
  const tell = (part: Part) => {
    const all = [part, ...parts]
    onState?.(() => state(false, all))
  }
  /** Waits for a load, unless the time is up before. */
  const wait = async <T>(work: Promise<T>): Promise<T | undefined> => {
    const start = performance.now()
    const done = await (deadline ? deadline.within(work) : work)
    waited += performance.now() - start
    return done
  }
  const load = async (client: Promise<ModelClient>): Promise<Ready> => {
    const found = await client
    return { client: found, info: await found.load(run.signal, run.onProgress) }
  }

  onState?.(() => state(false))
  const alone = !cascade || (cascade.keep >= count && !deadline && !onState)
  let main: Promise<Ready> | undefined
  if (!alone) {
    const first = await wait(load(run.first(cascade.first)))
    if (!first) return state(false)
    // It is loaded while the small one scores.
    main = load(run.main())
    const scoring = score(run, first, { model: idOf(cascade.first), order: given(count), before: 0 })
    // A load that fails is told at once.
    const [part] = await Promise.all([scoring, Promise.race([main, scoring])])
    parts = [part]
    if (!isWhole(part, count)) return state(false)
    onState?.(() => state(false))
  }
  const ready = await wait(main ?? load(run.main()))
  if (!ready) return state(false)
  const order =
    alone || !cascade ? given(count) : chooseKept(state(false).order!, request.documents, cascade.keep)
  const part = await score(run, ready, { model, order, before: alone ? 0 : count, tell })
  parts = [part, ...parts]
  return state(isWhole(part, order.length))
}

/**
 * Waits for the turn of a job, as long as there is time.
 * @param nothing answers where the turn did not come in time
 */
export async function runInTime<T>(
  queue: Queue,
  deadline: Deadline,
  signal: AbortSignal,
  job: () => Promise<T>,
  nothing: () => T,
): Promise<T> {
  const limit = limitTime([signal], deadline.left())
  try {
    return await queue.run(() => {
      limit.end()
      return job()
    }, limit.signal)
  } catch (error) {
    if (!limit.late) throw error
    return nothing()
  } finally {
    limit.end()
  }
}

/** The answer of a request of which nothing was scored. */
export function scoreNothing(
  model: string,
  { documents }: ParsedRequest,
  cascade: Cascade | undefined,
): Scored {
  return joinParts([], {
    ...{ model, count: documents.length, cascade, fusion: undefined },
    ...{ complete: false, waited: 0 },
  })
}

function given(count: number): number[] {
  return Array.from({ length: count }, (_, position) => position)
}

interface Turn {
  model: string
  /** Positions of the documents to score, the most promising first. */
  order: readonly number[]
  /** How many documents were scored before, for the progress. */
  before: number
  /** Told of each part of the scores. */
  tell?: (part: Part) => void
}

/** Scores documents by one model. */
async function score(run: StagedRun, { client, info }: Ready, turn: Turn): Promise<Part> {
  const { request, cascade, deadline, onState, signal } = run
  const { query, instruction, documents, length } = request
  const { model, order, before, tell } = turn
  const total = documents.length + (cascade ? Math.min(cascade.keep, documents.length) : 0)
  const onProgress: Progress = (progress) =>
    run.onProgress(
      progress.step === 'score' ? { ...progress, loaded: before + progress.loaded, total } : progress,
    )
  const texts = order.map((position) => documents[position]!)
  const answer = await client.score(
    {
      ...{ query, documents: texts, length },
      // For the reranker's own model: a small one takes none.
      instruction: model === run.model ? instruction : undefined,
      // Of all documents: those of a second model are some of them.
      bm25: run.fusion?.bm25 && before === 0,
      until: deadline?.until,
      inOrder: deadline !== undefined || onState !== undefined,
    },
    signal,
    onProgress,
    onState && tell && ((answer) => tell({ model, order, answer, info })),
  )
  return { model, order, answer, info: answer.info, fuseWeight: answer.fuseWeight }
}

function isWhole({ answer }: Part, count: number): boolean {
  return given(count).every((i) => answer.logits[i] !== undefined)
}

/** The best documents of an order, and all others of the same texts: equal documents have equal scores. */
function chooseKept(order: readonly number[], documents: readonly string[], keep: number): number[] {
  const texts = new Set<string>()
  return order.filter((position) => {
    const text = documents[position]!
    if (texts.size < keep) texts.add(text)
    return texts.has(text)
  })
}
