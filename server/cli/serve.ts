import type { Upstream } from '../../src/client/types.js'
import { MAX_BODY_BYTES, MAX_DOCUMENTS } from '../../src/wire/request.js'
import { LONGEST_TIME } from '../api/check-options.js'
import { serve } from '../http/serve.js'
import { readModel } from './model.js'
import { readArguments, readChoice, readNumber, UsageError } from './usage.js'

const USAGE = `Usage: webrerank serve [options]

Starts an HTTP server with POST /v1/rerank, the formats of other rerank services, GET /v1/models, /health and /metrics.

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
  --runtime <name>          auto, native (onnxruntime-node) or wasm (default: auto)
  --max-documents <n>       documents per request; above: 413 (default: ${MAX_DOCUMENTS})
  --max-body-bytes <n>      size of a body; above: 413 (default: ${MAX_BODY_BYTES})
  --max-pending-bytes <n>   size of all bodies together; above: 429 (default: twice --max-body-bytes)
  --max-queue <n>           waiting requests; above: 429 (default: 100)
  --timeout <ms>            time per request, including waiting; then 504 (default: 120000)
  --upstream <url>          rerank endpoint for requests that this server cannot handle
  --upstream-when <when>    unavailable, overflow or always (default: overflow)
  --upstream-key <key>      bearer token for the upstream (default: $WEBRERANK_UPSTREAM_KEY, or none)
  --upstream-model <id>     the model's name there (default: the same name)
  --upstream-timeout <ms>   time for the upstream's answer (default: 60000)
  --upstream-format <f>     rerank, or tei for text-embeddings-inference (default: rerank)

Logs are JSON lines on stderr, without texts of requests. On SIGTERM or SIGINT the server finishes running requests and
exits; a second signal exits at once.
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
      if (name === undefined || id === undefined)
        throw new UsageError('--alias must have the form name=model')
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
