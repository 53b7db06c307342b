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
  'looks-real'() {
    // A software adapter that passes for a GPU, so that `auto` takes it.
    Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { value: false })
  },

  /** Every result that is read back from the GPU is off: the check at load must see it. */
  'wrong-scores'() {
    onReadBack((values) => values.forEach((value, i) => (values[i] = value + 3)))
  },
  /** Results turn to NaN once the check is past. */
  nan() {
    onReadBack((values, run) => {
      if (run > passed) values.fill(Number.NaN)
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
    onReadBack((_, run) => {
      if (run === passed + 1) device.destroy()
    })
  },
  /** A read-back that never comes. */
  hang() {
    const { mapAsync } = GPUBuffer.prototype
    let run = 0
    GPUBuffer.prototype.mapAsync = function (...rest) {
      return ++run > passed + 1 ? new Promise(() => {}) : mapAsync.apply(this, rest)
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
  'dies-in-score': () => onCall('score', () => setTimeout(fail, 20)),
  'closes-in-score': () => onCall('score', () => self.close()),
}

/** Runs of the model that the check at load takes; tests say it in the address. */
const passed = Number(parameters.get('passed') ?? 4)

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

/** @param act changes the floats that a mapped buffer holds; `run` counts read-backs from 1 */
function onReadBack(act) {
  const { getMappedRange } = GPUBuffer.prototype
  let run = 0
  GPUBuffer.prototype.getMappedRange = function (...rest) {
    const range = getMappedRange.apply(this, rest)
    if (this.usage & GPUBufferUsage.MAP_READ) act(new Float32Array(range), ++run)
    return range
  }
}

for (const fault of (parameters.get('fault') ?? 'none').split('+')) await faults[fault]()
await import('/dist/worker.js')
