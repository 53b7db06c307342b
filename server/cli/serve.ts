import type { Upstream } from '../../src/client/types.js'
import { MAX_BODY_BYTES, MAX_DOCUMENTS } from '../../src/wire/request.js'
import { LONGEST_TIME } from '../api/check-options.js'
import { serve } from '../http/serve.js'
import { readModel } from './model.js'
import { readArguments, readChoice, readNumber, UsageError } from './usage.js'

const USAGE = `webrerank serve

Serves POST /v1/rerank and the other dialects, GET /v1/models, /health and /metrics.

  --port <n>             default: 8787; 0 for any
  --host <address>       default: 127.0.0.1, this machine alone
  --model <model>        a catalogue id, or a card in a .json file; may be repeated, the first is the default model
                         (default: webrerank/tiny-en)
  --alias <name>=<id>    another name for a model, for clients whose model cannot be set; may be repeated
  --allow-host <name>    a name by which the server may be called, such as rerank.example.com; may be repeated
                         (default: on this machine alone its own names, else any)
  --allow-origin <url>   an origin whose pages may call, or *; may be repeated (default: none)
  --api-key <key>        a key that requests must carry; may be repeated (default: $WEBRERANK_API_KEY, or none)
  --site <folder>        static files to serve beside the API
  --runtime <name>       auto, native (onnxruntime-node) or wasm (default: auto)
  --upstream <url>       a rerank endpoint that answers what this machine does not
  --upstream-when <when> unavailable, overflow or always (default: overflow)
  --upstream-key <key>   its bearer token (default: $WEBRERANK_UPSTREAM_KEY, or none)
  --upstream-model <id>  the model's name there (default: its id here)
  --upstream-timeout <ms> time for its answer (default: 60000)
  --upstream-format <f>  rerank, or tei for text-embeddings-inference (default: rerank)
  --max-documents <n>    most documents of a request (default: ${MAX_DOCUMENTS})
  --max-body-bytes <n>   longest body (default: ${MAX_BODY_BYTES})
  --max-pending-bytes <n> bytes of all bodies that are received, wait or are answered; more are answered with 429
                         (default: twice --max-body-bytes)
  --max-queue <n>        requests that may wait; more are answered with 429 (default: 100)
  --timeout <ms>         time for a request, waiting included; then 504 (default: 120000)

Logs are JSON lines on stderr, without any text of requests. SIGTERM and SIGINT let requests under way finish; a second
one ends the server at once.
`

/** Serves until it is told to stop. @returns the exit code */
export async function runServe(args: string[]): Promise<number> {
  const { values } = readArguments(args, {
    port: { type: 'string' },
    host: { type: 'string' },
    model: { type: 'string', multiple: true, default: ['webrerank/tiny-en'] },
    alias: { type: 'string', multiple: true },
    'allow-host': { type: 'string', multiple: true },
    'allow-origin': { type: 'string', multiple: true },
    'api-key': { type: 'string', multiple: true },
    site: { type: 'string' },
    runtime: { type: 'string', default: 'auto' },
    upstream: { type: 'string' },
    'upstream-when': { type: 'string', default: 'overflow' },
    'upstream-key': { type: 'string' },
    'upstream-model': { type: 'string' },
    'upstream-timeout': { type: 'string' },
    'upstream-format': { type: 'string', default: 'rerank' },
    'max-documents': { type: 'string' },
    'max-body-bytes': { type: 'string' },
    'max-pending-bytes': { type: 'string' },
    'max-queue': { type: 'string' },
    timeout: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  })
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const key = process.env.WEBRERANK_API_KEY
  // Heard from now on: one that comes while the server starts must not end it in the middle of that.
  const stop = untilSignal()
  const server = await serve({
    port: readNumber('port', values.port, 0, 65_535),
    host: values.host,
    models: await Promise.all(values.model.map(readModel)),
    aliases: readAliases(values.alias),
    allowHost: values['allow-host'],
    allowOrigin: values['allow-origin'],
    apiKeys: values['api-key'] ?? (key ? [key] : []),
    site: values.site,
    runtime: readChoice('runtime', values.runtime, ['auto', 'native', 'wasm']),
    upstream: readUpstream(values),
    maxDocuments: readNumber('max-documents', values['max-documents'], 1),
    maxBodyBytes: readNumber('max-body-bytes', values['max-body-bytes'], 1),
    maxPendingBytes: readNumber('max-pending-bytes', values['max-pending-bytes'], 1),
    maxQueue: readNumber('max-queue', values['max-queue'], 0),
    timeout: readNumber('timeout', values.timeout, 1, LONGEST_TIME),
  })
  process.stdout.write(`webrerank serves at ${server.url}\n`)
  await stop
  await server.close()
  return 0
}

/** Settles at the first signal to stop; the second, of whichever kind, ends the process. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    for (const [signal, number] of [
      ['SIGINT', 2],
      ['SIGTERM', 15],
    ] as const)
      process.on(signal, () => {
        if (asked) process.exit(128 + number)
        asked = true
        resolve()
      })
  })
}

function readAliases(values: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    values.map((value) => {
      const [, name, id] = /^([^=]+)=(.+)$/.exec(value) ?? []
      if (name === undefined || id === undefined) throw new UsageError('--alias must be name=model')
      return [name, id]
    }),
  )
}

function readUpstream(values: {
  upstream?: string | undefined
  'upstream-when': string
  'upstream-key'?: string | undefined
  'upstream-model'?: string | undefined
  'upstream-timeout'?: string | undefined
  'upstream-format': string
}): Upstream | undefined {
  const url = values.upstream
  if (url === undefined) return undefined
  const key = values['upstream-key'] ?? process.env.WEBRERANK_UPSTREAM_KEY
  const model = values['upstream-model']
  const timeout = readNumber('upstream-timeout', values['upstream-timeout'], 1, LONGEST_TIME)
  return {
    url,
    when: readChoice('upstream-when', values['upstream-when'], ['unavailable', 'overflow', 'always']),
    format: readChoice('upstream-format', values['upstream-format'], ['rerank', 'tei']),
    ...(key && { headers: { authorization: `Bearer ${key}` } }),
    ...(model && { model }),
    ...(timeout !== undefined && { timeout }),
  }
}
