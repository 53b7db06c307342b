interface Policy {
  createScriptURL(address: string): string
}

let policy: Policy | undefined

/**
 * Starts a worker, under `require-trusted-types-for 'script'` too. There an address has to come from a policy, and bundlers
 * find a worker only where it is written `new Worker(new URL(…))`: so such a call is made again with a `Worker` that passes
 * its address on by way of the policy, which lets the page's own origin through and nothing else. A blob that the page made
 * is of its origin; what it imports is for the page's `script-src` to allow.
 * @param name of the policy, which the page's `trusted-types` directive has to allow; each bundle has its own, as a page may
 * have no two of one name
 * @throws what `create` throws, or the browser for a policy of a name that the page does not allow
 */
export function startWorker(create: () => Worker, name: string): Worker {
  try {
    return create()
  } catch (error) {
    const { trustedTypes } = globalThis as {
      trustedTypes?: { createPolicy(name: string, rules: Policy): Policy }
    }
    if (!trustedTypes || !(error instanceof TypeError)) throw error
    policy ??= trustedTypes.createPolicy(name, { createScriptURL: checkOrigin })
    return withWorker(trustedWorker(policy), create)
  }
}

function checkOrigin(address: string): string {
  const { origin } = new URL(address)
  if (origin !== location.origin) throw new TypeError(`a worker of ${origin} on a page of ${location.origin}`)
  return address
}

function trustedWorker(policy: Policy): typeof Worker {
  const Original = globalThis.Worker
  return class extends Original {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(policy.createScriptURL(new URL(address, document.baseURI).href), options)
    }
  }
}

/** Calls with another `Worker`. Nothing else runs in between: it is put back before anybody can see it. */
export function withWorker(Replacement: typeof Worker, create: () => Worker): Worker {
  const { Worker: Original } = globalThis
  globalThis.Worker = Replacement
  try {
    return create()
  } finally {
    globalThis.Worker = Original
  }
}
