import type { Device, Dtype, ModelCard, ModelFile, WeightsFile } from '../protocol/model-card.js'

const DEFAULT_DTYPES: Record<Device, readonly Dtype[]> = { webgpu: ['fp16', 'fp32'], wasm: ['q8', 'fp32'] }

/** The dtypes that a model has for a device, best first. */
export function dtypesFor(card: ModelCard, device: Device): Dtype[] {
  const wanted = card.dtypes?.[device] ?? DEFAULT_DTYPES[device]
  return wanted.filter((dtype) => weightsFile(card, dtype))
}

/** The file that a dtype's weights are in or are made of. */
export function weightsFile({ weights, derivedWeights }: ModelCard, dtype: Dtype): WeightsFile | undefined {
  const from = dtype === 'fp32' || dtype === 'fp16' ? derivedWeights?.[dtype] : undefined
  return weights[dtype] ?? (from && weights[from])
}

/** The files that a dtype's weights are in: none where the model does not come in that dtype. */
export function weightsFiles(card: ModelCard, dtype: Dtype | undefined): ModelFile[] {
  const file = dtype && weightsFile(card, dtype)
  return file ? [file, ...(file.data ?? [])] : []
}

/** What is needed beside the weights, whatever the dtype: the tokenizer and its tables, then the head's three. */
export function companionFiles({ tokenizer, matchTypes, head }: ModelCard): ModelFile[] {
  return [
    tokenizer,
    ...(matchTypes ? [matchTypes.table] : []),
    ...(matchTypes?.related ? [matchTypes.related] : []),
    ...(matchTypes?.vectors ? [matchTypes.vectors] : []),
    ...(head ? [head.dense, head.norm, head.output] : []),
  ]
}
