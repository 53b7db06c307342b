/**
 * Lanes of a subgroup that ONNX Runtime's kernel of attention counts on. With 4, as software adapters and a few phones have
 * them, it answers wrong numbers; without subgroups it has another, which is right.
 */
const LEAST_LANES = 8

/** A device of our own where ONNX Runtime would ask for subgroups that are too narrow for it; else it makes its own. */
export async function requestDeviceWithoutSubgroups(): Promise<GPUDevice | undefined> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter?.features.has('subgroups')) return undefined
  const { subgroupMinSize } = adapter.info
  if (subgroupMinSize === undefined || subgroupMinSize >= LEAST_LANES) return undefined
  const limits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]))
  const half: GPUFeatureName[] = adapter.features.has('shader-f16') ? ['shader-f16'] : []
  return adapter.requestDevice({ requiredFeatures: half, requiredLimits: limits })
}

/** As much as the adapter has, which a device has only where it is asked for. */
const LIMITS = [
  'maxBindGroups',
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupStorageSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
] as const
