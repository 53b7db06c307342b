// The package's own worker in a world that fails: each fault changes what the platform gives it, never its code.
const parameters = new URL(import.meta.url).searchParams
/** Workers started before this one: some faults are gone in the second. */
const count = Number(parameters.get('count'))

const faults = {
  none() {},

  'no-gpu'() {
    Object.defineProperty(Object.getPrototypeOf(navigator), 'gpu', { value: undefined })
  },
  'no-adapter'() {
    GPU.prototype.requestAdapter = async () => null
  },
  'no-jspi'() {
    delete WebAssembly.Suspending
    delete WebAssembly.promising
  },
  /** An adapter that gives no device: creating the session fails. */
  'no-device'() {
    GPUAdapter.prototype.requestDevice = async () => {
      throw new Error('no device in this test')
    }
  },
  /** Subgroups that are narrower than they say: a kernel that counts on their width is wrong. */
  'narrow-subgroups'() {
    Object.defineProperty(GPUAdapterInfo.prototype, 'subgroupMinSize', { value: 32 })
  },
  'looks-real'() {
    // A software adapter that passes for a GPU, so that `auto` takes it.
    Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { value: false })
  },

  /** Every result that is read back from the GPU is off: the check at load must see it. */
  'wrong-scores'() {
    onReadBack((values) => values.set(values.map((value) => value + 3)))
  },
  /** The second large batch answers NaN; the check at load, a pair at a time, does not see it. */
  nan() {
    let large = 0
    onReadBack((values) => {
      if (isLarge(values) && ++large === 2) values.fill(Number.NaN)
    })
  },
  /** The GPU goes away in the middle of a request. */
  'device-lost'() {
    let device
    const { requestDevice } = GPUAdapter.prototype
    GPUAdapter.prototype.requestDevice = async function (descriptor) {
      device = await requestDevice.call(this, descriptor)
      return device
    }
    let large = 0
    onReadBack((values) => {
      if (isLarge(values) && ++large === 2) device.destroy()
    })
  },
  /** A large batch whose scores never come, of which the page is told. */
  hang() {
    const { mapAsync } = GPUBuffer.prototype
    GPUBuffer.prototype.mapAsync = function (...rest) {
      if (this.size < LARGE) return mapAsync.apply(this, rest)
      new BroadcastChannel('hangs').postMessage('')
      return new Promise(() => {})
    }
  },

  /** Says nothing at all. */
  silent() {
    return new Promise(() => {})
  },
  'throws-at-start'() {
    throw new Error('a fault at start')
  },
  'dies-in-load': () => onCall('load', () => setTimeout(fail, 20)),
  'dies-in-score': () => onCall('score', fail),
  'closes-in-score': () => onCall('score', () => self.close()),
}

/** Only those workers fail that help another one. */
Object.assign(faults, {
  'help-dies': () => onHelp(() => setTimeout(fail, 30)),
  'help-hangs': () =>
    onHelp((port) => {
      // Once the model is open there, it answers nothing more, and its thread never comes back.
      port.addEventListener('message', ({ data }) => {
        if (data.kind === 'piece') for (;;);
      })
    }),
  'help-does-not-start': () => count > 0 && new Promise(() => {}),
})

function onHelp(act) {
  self.addEventListener('message', ({ data }) => {
    if (data?.path?.[0] === 'assist') act(data.argumentList[0].value)
  })
}

/** Bytes of the scores of a batch of 64 pairs: the check at load, a pair at a time, reads back less. */
const LARGE = 256
const isLarge = (values) => values.byteLength >= LARGE

function fail() {
  throw new Error('a fault in the worker')
}

/** The first worker alone has these: a second one must work. */
function onCall(name, act) {
  if (count > 0) return
  self.addEventListener('message', ({ data }) => {
    if (data?.path?.[0] === name) act()
  })
}

/** @param act changes the floats that were read back from the GPU */
function onReadBack(act) {
  const { getMappedRange } = GPUBuffer.prototype
  GPUBuffer.prototype.getMappedRange = function (...rest) {
    const range = getMappedRange.apply(this, rest)
    if (this.usage & GPUBufferUsage.MAP_READ) act(new Float32Array(range))
    return range
  }
}

/** How many documents each worker was asked to score: told to the page on a channel of its own. */
const log = new BroadcastChannel('scored')
self.addEventListener('message', ({ data }) => {
  if (data?.path?.[0] === 'score')
    log.postMessage({ count, documents: data.argumentList[0].value.documents.length })
})

for (const fault of (parameters.get('fault') ?? 'none').split('+')) await faults[fault]()
await import('/dist/worker.js')
