// The package's own worker, with an eye on its memory: who asks through the channel is told in bytes.
const LARGE = 50e6
const memories = new Set()
const buffers = []

for (const name of ['instantiate', 'instantiateStreaming']) {
  const original = WebAssembly[name]
  WebAssembly[name] = async (...args) => {
    const result = await original.apply(WebAssembly, args)
    const imported = Object.values(args[1] ?? {}).flatMap(Object.values)
    for (const value of [...imported, ...Object.values((result.instance ?? result).exports)])
      if (value instanceof WebAssembly.Memory) memories.add(value)
    return result
  }
}
// Large buffers that scripts ask for, whether they are kept or not.
globalThis.Uint8Array = new Proxy(Uint8Array, {
  construct(target, args, from) {
    const size = args[0] instanceof ArrayBuffer && args.length === 1 ? args[0].byteLength : args[0]
    if (typeof size === 'number' && size >= LARGE) buffers.push(size)
    return Reflect.construct(target, args, from)
  },
})

const channel = new BroadcastChannel('memory')
channel.onmessage = ({ data }) => {
  if (data === 'tell')
    channel.postMessage({ wasm: [...memories].map(({ buffer }) => buffer.byteLength), buffers })
}
await import('/dist/worker.js')
