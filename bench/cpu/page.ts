// What runs in the page: each mode of the CPU runtime, and onnxruntime-web beside it, on one thread.
import type * as Ort from 'onnxruntime-web'
import { matchEncoder } from '../../worker/onnx/encoder/match-encoder.js'
import { readModel } from '../../worker/onnx/format/model.js'
import { dequantizeModel } from '../../worker/onnx/rewrite/dequantize.js'
import { createKernelChoice } from '../../worker/runtime/cpu/choose-kernel.js'
import { createForward, type Forward, type Mode } from '../../worker/runtime/cpu/forward.js'
import { bestModule, createHeap, type KernelModule } from '../../worker/runtime/cpu/heap.js'
import { profiled, type Stages } from './profile.js'

export interface BenchPair {
  ids: number[]
  types: number[]
}

interface Runner {
  /** Milliseconds until the first pair could be scored. */
  opened: number
  score(pair: BenchPair): number | Promise<number>
}

const runners = new Map<string, Runner>()
let profile: { forward: Forward; stages: Stages } | undefined

const fetchBytes = async (path: string) =>
  new Uint8Array(await (await fetch(path)).arrayBuffer()) as Uint8Array<ArrayBuffer>

/** Opens every mode for a model that is served under /models. */
export async function open(name: string): Promise<{ kernel: string; opened: Record<string, number> }> {
  runners.clear()
  const q8 = await fetchBytes(`/models/${name}.q8.onnx`)
  const float = await fetchBytes(`/models/${name}.fp32.onnx`)
  const fp32 = float.length > 0 ? float : dequantizeModel(q8)
  const best = bestModule()
  const modules = {
    plain: await WebAssembly.compile(await fetchBytes('/engine/plain.wasm')),
    relaxed: await WebAssembly.compile(await fetchBytes('/engine/relaxed.wasm')),
  }

  const heap = (name: KernelModule) => createHeap(modules[name])
  const engine = async (label: string, module: KernelModule, file: Uint8Array, mode?: Mode) => {
    const start = performance.now()
    const own = await heap(module)
    const choice = mode ? undefined : createKernelChoice(own)
    choice?.warm()
    const encoder = matchEncoder(readModel(file))
    const kernel = choice?.choose()
    const forward = createForward(own, encoder, mode ?? { int7: kernel! })
    const opened = performance.now() - start
    runners.set(label, { opened, score: ({ ids, types }) => forward(ids, types)[0]! })
    return kernel
  }
  await engine('engine_f32', best, fp32, 'float')
  await engine('engine_12bit', 'plain', q8, 'int12')
  const kernel = best === 'relaxed' ? await engine('engine_int8', 'relaxed', q8) : undefined
  await openRuntime('ort_int8', q8)
  await openRuntime('ort_fp32', fp32)

  const own = await heap(best)
  const { heap: timed, stages } = profiled(own)
  const mode: Mode = kernel ? { int7: kernel } : 'int12'
  profile = { forward: createForward(timed, matchEncoder(readModel(q8)), mode), stages }
  const opened = Object.fromEntries([...runners].map(([label, runner]) => [label, runner.opened]))
  return { kernel: kernel ?? 'int12', opened }
}

async function loadRuntime(): Promise<typeof Ort> {
  const address = '/ort/ort.wasm.bundle.min.mjs'
  const ort: typeof Ort = await import(/* @vite-ignore */ address)
  ort.env.wasm.numThreads = 1
  ort.env.wasm.wasmPaths = { wasm: '/ort/ort-wasm-simd-threaded.wasm' }
  return ort
}

/** Milliseconds until a module is fetched, compiled and able to open a model, which onnxruntime-web is with its first. */
export async function ready(runtime: 'engine' | 'ort', graph: number[]): Promise<number> {
  const start = performance.now()
  if (runtime === 'engine') {
    await createHeap(await WebAssembly.compile(await fetchBytes(`/engine/${bestModule()}.wasm`)))
  } else {
    const ort = await loadRuntime()
    await ort.InferenceSession.create(Uint8Array.from(graph), { executionProviders: ['wasm'] })
  }
  return performance.now() - start
}

async function openRuntime(label: string, file: Uint8Array): Promise<void> {
  const start = performance.now()
  const ort = await loadRuntime()
  const session = await ort.InferenceSession.create(file, {
    executionProviders: ['wasm'],
    logSeverityLevel: 3,
  })
  const score = async ({ ids, types }: BenchPair) => {
    const tensor = (values: BigInt64Array) => new ort.Tensor('int64', values, [1, ids.length])
    const data = {
      input_ids: tensor(BigInt64Array.from(ids, BigInt)),
      attention_mask: tensor(new BigInt64Array(ids.length).fill(1n)),
      token_type_ids: tensor(BigInt64Array.from(types, BigInt)),
    }
    const results = await session.run(data)
    return Number(results[session.outputNames[0]!]!.data[0])
  }
  runners.set(label, { opened: performance.now() - start, score })
}

/** Milliseconds of one pass over the pairs, and the last logit. */
export async function run(
  label: string,
  pairs: BenchPair[],
): Promise<{ milliseconds: number; logits: number[] }> {
  const { score } = runners.get(label)!
  const logits: number[] = []
  const start = performance.now()
  for (const pair of pairs) logits.push(await score(pair))
  return { milliseconds: performance.now() - start, logits }
}

/** Shares of the time of the CPU runtime's stages in int8, by their names. */
export function stages(pairs: BenchPair[], rounds: number): Record<string, number> {
  const { forward, stages } = profile!
  for (const { ids, types } of pairs) forward(ids, types)
  stages.clear()
  const start = performance.now()
  for (let round = 0; round < rounds; round++) for (const { ids, types } of pairs) forward(ids, types)
  const whole = performance.now() - start
  return Object.fromEntries([...stages].map(([name, time]) => [name, time / whole]))
}

Object.assign(globalThis, { bench: { open, ready, run, stages } })
