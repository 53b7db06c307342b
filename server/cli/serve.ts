import { MAX_BODY_BYTES, MAX_DOCUMENTS } from '../../src/wire/request.js'
import { LONGEST_TIME } from '../api/check-options.js'
import { MOST_THREADS } from '../api/reranker.js'
import { serve } from '../http/serve.js'
import { readCascadeOption, readModel } from './model.js'
import { readUpstream } from './upstream.js'
import { readArguments, readChoice, readNumber, UsageError } from './usage.js'

const USAGE = `Usage: webrerank serve [options]

Starts an HTTP server with POST /v1/rerank, the formats of other rerank services, GET /v1/models, /health, /ready
and /metrics.

Options (those marked * may be repeated):
  --port <n>                port, or 0 for any free one (default: 8787)
  --host <address>          address to listen on (default: 127.0.0.1, only this machine)
  --model <model>         * model name, or a .json file that describes a model; the first one is the default
                            (default: webrerank/tiny-en)
  --alias <name>=<id>     * another name for a model, for clients with a fixed model name
  --allow-host <name>     * host name by which the server may be called, such as rerank.example.com
                            (default: local names if only this machine can connect, else any)
  --allow-origin <url>    * origin whose pages may call, or * for all (default: none)
  --api-key <key>         * key that requests must have (default: $WEBRERANK_API_KEY, or none)
  --site <folder>           folder with static files to serve
  --cascade <model>         small model that scores all documents of a request; the others then score the best of them
  --keep <n>                how many of them (default: 20)
  --runtime <name>          auto, native (onnxruntime-node) or wasm (default: auto)
  --threads <n>             threads that score at the same time (default: as many as cores)
  --max-documents <n>       documents per request; above: 413 (default: ${MAX_DOCUMENTS})
  --max-body-bytes <n>      size of a body; above: 413 (default: ${MAX_BODY_BYTES})
  --max-pending-bytes <n>   size of all bodies together; above: 429 (default: twice --max-body-bytes)
  --max-queue <n>           waiting requests; above: 429 (default: 100)
  --timeout <ms>            time per request, including waiting; then 504 (default: 120000)
  --drain <ms>              time in which requests are still taken after SIGTERM, with 503 at /ready, so that a load
                            balancer notices (default: 5000)
  --grace <ms>              time that running requests have after that (default: 20000)
  --upstream <url>        * rerank endpoint for requests that this server cannot handle; several take turns
  --upstream-when <when>    unavailable, overflow or always (default: overflow)
  --upstream-key <key>      bearer token for the upstream (default: $WEBRERANK_UPSTREAM_KEY, or none)
  --upstream-model <id>     the model's name there (default: the same name)
  --upstream-timeout <ms>   time for the answer of one address (default: 60000)
  --upstream-retries <n>    how often a failed request is sent to the next address (default: 2)
  --upstream-format <f>     rerank, or tei for text-embeddings-inference (default: rerank)

Logs are JSON lines on stderr, without texts of requests. On SIGTERM the server accepts requests for the time of
--drain, finishes running ones and exits. On SIGINT (Ctrl-C) it stops accepting them at once. A second signal exits immediately.
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
    cascade: { type: 'string' },
    keep: { type: 'string' },
    runtime: { type: 'string', default: 'auto' },
    drain: { type: 'string' },
    grace: { type: 'string' },
    upstream: { type: 'string', multiple: true },
    'upstream-when': { type: 'string' },
    'upstream-key': { type: 'string' },
    'upstream-model': { type: 'string' },
    'upstream-timeout': { type: 'string' },
    'upstream-retries': { type: 'string' },
    'upstream-format': { type: 'string' },
    threads: { type: 'string' },
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
    models: await Promise.all(values.model.map((model) => readModel(model))),
    aliases: readAliases(values.alias),
    allowHost: values['allow-host'],
    allowOrigin: values['allow-origin'],
    apiKeys: values['api-key'] ?? (key ? [key] : []),
    site: values.site,
    cascade: await readCascadeOption(values.cascade, values.keep),
    runtime: readChoice('runtime', values.runtime, ['auto', 'native', 'wasm']),
    threads: readNumber('threads', values.threads, 1, MOST_THREADS),
    upstream: readUpstream(values),
    maxDocuments: readNumber('max-documents', values['max-documents'], 1),
    maxBodyBytes: readNumber('max-body-bytes', values['max-body-bytes'], 1),
    maxPendingBytes: readNumber('max-pending-bytes', values['max-pending-bytes'], 1),
    maxQueue: readNumber('max-queue', values['max-queue'], 0),
    timeout: readNumber('timeout', values.timeout, 1, LONGEST_TIME),
    drain: readNumber('drain', values.drain, 0, LONGEST_TIME) ?? 5000,
    grace: readNumber('grace', values.grace, 0, LONGEST_TIME),
  })
  process.stdout.write(`webrerank serves at ${server.url}\n`)
  // Nobody waits for a load balancer at a terminal.
  await server.close((await stop) === 'SIGINT' ? { drain: 0 } : {})
  return 0
}

/** Settles at the first signal to stop; the second, of whichever kind, ends the process. */
function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false
    for (const [signal, number] of [
      ['SIGINT', 2],
      ['SIGTERM', 15],
    ] as const)
      process.on(signal, () => {
        if (asked) process.exit(128 + number)
        asked = true
        resolve(signal)
      })
  })
}

function readAliases(values: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    values.map((value) => {
      const [, name, id] = /^([^=]+)=(.+)$/.exec(value) ?? []
      if (name === undefined || id === undefined)
        throw new UsageError('--alias must have the form name=model')
      return [name, id]
    }),
  )
}
