// onnxruntime-node, one thread, one pair at a time: what the machine could do.

/** @returns a run over the first pairs in milliseconds; undefined where the package or its binary is not here */
export async function openNative(file, rows) {
  const ort = await import('onnxruntime-node').then(
    ({ default: ort }) => ort,
    () => undefined,
  )
  if (!ort) return undefined
  const session = await ort.InferenceSession.create(file, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionProviders: ['cpu'],
  })
  return async (count) => {
    const start = performance.now()
    for (const ids of rows.slice(0, count)) {
      const row = (value) => new ort.Tensor('int64', value, [1, ids.length])
      await session.run({
        input_ids: row(BigInt64Array.from(ids, BigInt)),
        attention_mask: row(new BigInt64Array(ids.length).fill(1n)),
        token_type_ids: row(new BigInt64Array(ids.length)),
      })
    }
    return performance.now() - start
  }
}
