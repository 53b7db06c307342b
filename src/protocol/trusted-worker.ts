/** The name that a page's `trusted-types` directive has to allow. */
const POLICY = 'webrerank'

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): string }
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined

/**
 * Starts a worker, under `require-trusted-types-for 'script'` too. There an address has to come from a policy, and bundlers
 * find a worker only where it is written `new Worker(new URL(…))`: so such a call is made again with a `Worker` that passes
 * its address on by way of the policy, which lets the page's own origin through and nothing else.
 * @throws what `create` throws, or the browser for a policy of a name that the page does not allow
 */
export function startWorker(create: () => Worker): Worker {
  try {
    return create()
  } catch (error) {
    const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
    if (!trustedTypes || !(error instanceof TypeError)) throw error
    policy ??= trustedTypes.createPolicy(POLICY, { createScriptURL: checkOrigin })
    return withWorker(trustedWorker(policy), create)
  }
}

function checkOrigin(address: string): string {
  const { origin } = new URL(address)
  if (origin !== location.origin) throw new TypeError(`a worker of ${origin} on a page of ${location.origin}`)
  return address
}

function trustedWorker({ createScriptURL }: { createScriptURL(address: string): string }): typeof Worker {
  const Original = globalThis.Worker
  return class extends Original {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(createScriptURL(new URL(address, document.baseURI).href), options)
    }
  }
}

/** Nothing else runs in between: it is put back before anybody can see it. */
function withWorker(Replacement: typeof Worker, create: () => Worker): Worker {
  const { Worker: Original } = globalThis
  globalThis.Worker = Replacement
  try {
    return create()
  } finally {
    globalThis.Worker = Original
  }
}
