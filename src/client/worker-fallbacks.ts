// Loaded where the worker is not at the address that the bundle has.
import { isRerankError, RerankError } from '../protocol/errors.js'
import { withWorker } from '../protocol/trusted-worker.js'
import type { OwnWorker } from './entry-worker.js'
import { baseUrl } from './fetch-request.js'
import { type PolicyWatch, watchPolicy } from './policy-watch.js'

type Create = () => Worker

/**
 * Vite's development server, up to Vite 7, moves a package's scripts into a folder for dependencies and leaves the files
 * beside them behind. The first group is the base of the site.
 */
const VITE_DEPENDENCIES =
  /^(https?:\/\/[^/]+\/(?:.*?\/)??)(?:@fs\/|node_modules\/|\.[^/]+\/).*\bdeps(?:_[^/]*)?\/[^/]+$/

/**
 * Looks for the worker elsewhere: where Vite's development server really has it, and on another origin by way of a module
 * of the page's own origin that imports it, since browsers start no worker of another one.
 * @param own makes the worker as the bundle has it
 * @param spawn starts one and waits until it listens
 * @throws RerankError `worker_load_failed` with `details.address`; `worker_crashed` where the network failed
 */
export async function findWorker<T>(
  own: OwnWorker,
  spawn: (create: Create) => Promise<T>,
): Promise<{ create: Create; worker: T }> {
  const address = addressOf(own.create)
  if (address === undefined)
    throw loadFailed('the bundle has no address for the worker: its import.meta.url is empty', LOST)
  // As the bundle has it once more, to see whether a policy refuses it: this code is loaded after the first try.
  const policy = watchPolicy()
  let said: unknown
  try {
    for (const create of [own.create, ...(await otherWays(address, own.entry))]) {
      try {
        return { create, worker: await spawn(create) }
      } catch (error) {
        if (!isRerankError(error) || error.code !== 'worker_load_failed') throw error
        said ??= error.cause
      }
    }
    throw await explain({ address, policy, said })
  } finally {
    policy.end()
  }
}

/**
 * The address that the function would start a worker from. None is started.
 * @param base what a relative address is relative to
 */
function addressOf(create: Create, base = baseUrl()): string | undefined {
  let address: string | undefined
  const recorder = class {
    constructor(given: string | URL) {
      address = new URL(given, base).href
    }
  }
  try {
    withWorker(recorder as unknown as typeof Worker, create)
  } catch {
    // An address that is none.
  }
  return address
}

async function otherWays(address: string, entry: string): Promise<Create[]> {
  const served = await findInDevServer(address, entry)
  if (served) return [() => startAt(served)]
  return isForeign(address) ? [() => startAt(address)] : []
}

/** The address at which Vite's development server has the worker, by its own answer for `webrerank/worker?worker`. */
async function findInDevServer(address: string, entry: string): Promise<string | undefined> {
  const [, base] = VITE_DEPENDENCIES.exec(address) ?? []
  if (base === undefined) return undefined
  try {
    const module = `${base}@id/${entry}?worker&import`
    const { default: ServedWorker } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ module)) as {
      default: new () => Worker
    }
    return addressOf(() => new ServedWorker(), base)
  } catch {
    return undefined
  }
}

function startAt(address: string): Worker {
  const options = { type: 'module', name: 'webrerank' } as const
  if (!isForeign(address)) return new Worker(address, options)
  const blob = new Blob([`import ${JSON.stringify(address)}`], { type: 'text/javascript' })
  const url = URL.createObjectURL(blob)
  const worker = new Worker(url, options)
  // Once it runs or has failed, nobody asks for the address again.
  for (const event of ['message', 'error'])
    worker.addEventListener(event, () => URL.revokeObjectURL(url), { once: true })
  return worker
}

function isForeign(address: string): boolean {
  return new URL(address).origin !== globalThis.location?.origin
}

/** What is known of a worker that did not start. */
interface Failure {
  address: string
  policy: PolicyWatch
  /** The browser's own error: some throw one, which tells little, and others none. */
  said: unknown
}

/** Asks for the file, to say why it is no worker. */
async function explain(failure: Failure): Promise<RerankError> {
  const { address, policy, said } = failure
  const { origin } = new URL(address)
  let response: Response
  try {
    response = await fetch(address)
  } catch (cause) {
    // The policy may refuse this request as well.
    if (policy.refused()) return refused(failure)
    if (!isForeign(address))
      return new RerankError('worker_crashed', `the worker at ${address} could not be fetched`, { cause })
    return loadFailed(
      `the worker at ${address} is on another origin, which does not let this page read it`,
      `Have ${origin} answer with Access-Control-Allow-Origin, or serve the package's dist/ folder from the page's own origin.`,
      address,
      said,
    )
  }
  const type = response.headers.get('content-type') ?? 'no content type'
  await response.body?.cancel()
  if (response.ok && /javascript/.test(type)) return refused(failure)
  const answer = response.ok ? `is answered with ${type}` : `answered ${response.status}`
  return loadFailed(`the worker at ${address} ${answer}: the bundler did not copy it`, LOST, address, said)
}

/** The worker is there and not started. */
function refused({ address, policy, said }: Failure): RerankError {
  return loadFailed(
    policy.refused()
      ? `the page's content security policy (worker-src) refuses the worker at ${address}`
      : `the worker at ${address} exists, but the browser does not start it`,
    isForeign(address)
      ? `A content security policy needs ${new URL(address).origin} in script-src and connect-src, and blob: in worker-src.`
      : `A content security policy needs ${address.startsWith('blob:') ? 'blob: in worker-src and connect-src' : "'self' in worker-src"}.`,
    address,
    said,
  )
}

const LOST =
  'Import webrerank/inline instead of webrerank, or copy the package’s dist/ folder to your site and pass the option worker (see docs/guides/bundlers.md).'

/** @param said the browser's own error, where it gave one */
function loadFailed(problem: string, remedy: string, address?: string, said?: unknown): RerankError {
  return new RerankError('worker_load_failed', `${problem}. ${remedy}`, {
    ...(address !== undefined && { details: { address } }),
    ...(said !== undefined && { cause: said }),
  })
}
