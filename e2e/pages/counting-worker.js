// The package's own worker, with a count of what it asks of the GPU: told through the channel, and counted anew.
const zero = () => ({ dispatches: 0, reads: 0, pipelines: 0 })
let counts = zero()
const count = (prototype, key, ...names) => {
  for (const name of names) {
    const original = prototype[name]
    prototype[name] = function (...rest) {
      counts[key]++
      return original.apply(this, rest)
    }
  }
}
count(GPUComputePassEncoder.prototype, 'dispatches', 'dispatchWorkgroups', 'dispatchWorkgroupsIndirect')
count(GPUBuffer.prototype, 'reads', 'mapAsync')
count(GPUDevice.prototype, 'pipelines', 'createComputePipeline', 'createComputePipelineAsync')

const channel = new BroadcastChannel('gpu')
channel.onmessage = ({ data }) => {
  if (data !== 'tell') return
  channel.postMessage(counts)
  counts = zero()
}
await import('/dist/worker.js')
