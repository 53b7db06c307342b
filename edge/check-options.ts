import { invalid } from '../src/protocol/errors.js'
import type { EdgeFiles, EdgeOptions } from './types.js'

/**
 * Checks what the types cannot.
 * @throws RerankError `invalid_request` that names the option
 */
export function checkEdgeOptions(options: EdgeOptions): void {
  const { files, kernels, cache, model } = options
  if (typeof files !== 'function' && !isObject(files))
    throw invalid('files', 'must be the files of a model, or a function that returns them')
  if (kernels !== undefined && kernels !== 'auto' && kernels !== 'plain')
    throw invalid('kernels', `must be 'auto' or 'plain', not ${JSON.stringify(kernels)}`)
  if (cache !== undefined && cache !== false && !(isObject(cache) && cache.bytes >= 0))
    throw invalid('cache', 'must be false or { bytes }')
  if (model !== undefined && !(isObject(model) && isObject(model.tokenizer) && isObject(model.weights)))
    throw invalid(
      'model',
      'must be the description of a model, with its tokenizer and weights; a name alone does not work here',
    )
}

/** @throws RerankError `invalid_request` that names what is no file or module */
export function checkFiles(files: EdgeFiles): void {
  if (!isObject(files) || !isObject(files.model) || !isObject(files.kernels))
    throw invalid('files', 'must be an object with model and kernels')
  for (const [path, content] of Object.entries(files.model))
    if (content !== undefined && !isBytes(content))
      throw invalid('files', `model[${JSON.stringify(path)}] must be an ArrayBuffer`)
  for (const name of ['plain', 'relaxed'] as const) {
    const module = files.kernels[name]
    if (module !== undefined && !isModule(module))
      throw invalid('files', `kernels.${name} must be a WebAssembly.Module`)
  }
}

function isObject(value: unknown): value is Record<string, never> {
  return typeof value === 'object' && value !== null
}

/** By its name: a host may hand over objects of another realm. */
function isBytes(value: unknown): boolean {
  return ArrayBuffer.isView(value) || nameOf(value) === '[object ArrayBuffer]'
}

function isModule(value: unknown): boolean {
  return value instanceof WebAssembly.Module || nameOf(value) === '[object WebAssembly.Module]'
}

function nameOf(value: unknown): string {
  return Object.prototype.toString.call(value)
}
