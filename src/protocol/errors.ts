/** What went wrong, as a closed set. {@link STATUS} has the HTTP status of each. */
export type RerankErrorCode = keyof typeof STATUS

/**
 * The HTTP status that each code answers with. Of each comment, docs/errors.md takes the first paragraph as what happened,
 * and the second as what to do.
 */
export const STATUS = {
  /**
   * An option, a field of the request or its body is not valid. `param` names the field.
   *
   * Correct the field that the message names.
   */
  invalid_request: 400,
  /**
   * The request has more documents, bytes or values than allowed.
   *
   * Send fewer documents, or raise `maxDocuments` or `maxBodyBytes`.
   */
  payload_too_large: 413,
  /**
   * The body has a `Content-Encoding`.
   *
   * Send the body uncompressed.
   */
  unsupported_media_type: 415,
  /**
   * No model has this name.
   *
   * Check the spelling, including upper and lower case; `details.known` lists the names. For your own model, set its
   * `source` too.
   */
  model_not_found: 400,
  /**
   * The API has no such path.
   *
   * Use `/v1/rerank`, or another path of the HTTP API.
   */
  not_found: 404,
  /**
   * The path exists, but not for this HTTP method.
   *
   * Use the method that the `Allow` header names.
   */
  method_not_allowed: 405,
  /**
   * The model is not on this device, and nobody allowed its download. `details` have its size, source and licence.
   *
   * Ask your user, then call `load()`; or set `allowDownload: true`.
   */
  download_not_allowed: 403,
  /**
   * A file of the model could not be downloaded, because of the network, the other site or a policy.
   *
   * Try again: the download resumes. If it keeps failing, check `connect-src`, or use a mirror (`host`) or your own site.
   */
  download_failed: 502,
  /**
   * A file of the model is not what it should be: its hash or size is wrong, or it cannot be read. It was discarded.
   *
   * Load the model again from a reliable network. If it comes from a mirror or your own site, check the files there.
   */
  integrity_failed: 502,
  /**
   * The disk, or the space that the browser gives this site, is full.
   *
   * Delete models that are no longer needed with `deleteStoredModel()`.
   */
  storage_full: 507,
  /**
   * The device that `device` asks for is absent, or the model has no weights for it.
   *
   * Use `device: 'auto'`.
   */
  unsupported_device: 501,
  /**
   * There is not enough memory for the model or the request.
   *
   * Use a smaller model, `workers: 1`, or shorter documents (`max_tokens_per_doc`); close other tabs.
   */
  out_of_memory: 503,
  /**
   * The GPU was reset or taken away in the middle of the work, and the CPU could not take over.
   *
   * Try again; if it happens often, use `device: 'wasm'`.
   */
  device_lost: 503,
  /**
   * The model gives wrong scores for its reference pairs, so its files, the runtime or the GPU are faulty.
   *
   * Delete the stored model and load it again, or use another device.
   */
  canary_failed: 500,
  /**
   * The model could not compute scores.
   *
   * Use another device or model. If the built-in model fails, please report it.
   */
  inference_failed: 500,
  /**
   * The worker did not start, stopped, or does not answer.
   *
   * Try again: a new worker is started. If none ever starts, check the content security policy, and that all files of `dist/`
   * are served.
   */
  worker_crashed: 500,
  /**
   * The browser could not load the worker's script: the bundler did not copy it, another origin does not allow it, or a policy
   * blocks it. `details.address` is where it should be.
   *
   * Follow the message. The guide on bundlers says what each of them needs.
   */
  worker_load_failed: 500,
  /**
   * Too many requests are waiting, or they hold too many bytes.
   *
   * Cancel requests that nobody needs, or try again later. Raise `maxQueue` if your traffic is that high.
   */
  queue_full: 429,
  /**
   * The upstream server failed, or its answer is not valid. `cause` is why the device could not serve the request.
   *
   * Check the upstream's address, key and logs.
   */
  upstream_failed: 502,
  /**
   * The call took longer than a limit allows, such as `timeout`.
   *
   * Try again, rank fewer documents, or raise the limit.
   */
  timeout: 504,
  /**
   * The reranker was disposed, or its idle worker was stopped during the call.
   *
   * Create a new reranker.
   */
  disposed: 410,
} as const

/** Codes for which the same call may succeed later. */
const RETRYABLE: ReadonlySet<RerankErrorCode> = new Set([
  'download_failed',
  'out_of_memory',
  'device_lost',
  'worker_crashed',
  'queue_full',
  'upstream_failed',
  'timeout',
])

/** A {@link RerankError} as plain data, the form in which it crosses from the worker. */
export interface ErrorData {
  code: RerankErrorCode
  message: string
  /** The request's field that was wrong. */
  param?: string
  /** Facts for a program, such as the bytes a download would take. */
  details?: Record<string, unknown>
  /** Where it was thrown, and what caused it. */
  stack?: string
}

/**
 * The one error class of webrerank. An abort is not one of these: it stays the signal's own reason, by default a
 * `DOMException` named `AbortError`, as with `fetch`.
 * @hideconstructor
 * @example
 * ```ts
 * import { createReranker, RerankError } from 'webrerank'
 *
 * const reranker = createReranker({ model: 'BAAI/bge-reranker-v2-m3' })
 * try {
 *   await reranker.rank({ query: 'warm drink', documents: ['Hot chocolate'] })
 * } catch (error) {
 *   if (error instanceof RerankError && error.code === 'download_not_allowed') console.log(error.details)
 * }
 * ```
 */
export class RerankError extends Error {
  override readonly name = 'RerankError'
  /** What went wrong. */
  readonly code: RerankErrorCode
  /** The HTTP status that a response with this error has. */
  readonly status: number
  /** True where the same call may succeed later. */
  readonly retryable: boolean
  /** The request's field that was wrong, for `invalid_request`. */
  readonly param?: string
  /** Facts for a program, such as the bytes a download would take. */
  readonly details?: Record<string, unknown>

  constructor(
    code: RerankErrorCode,
    message: string,
    options: { param?: string; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.status = STATUS[code]
    this.retryable = RETRYABLE.has(code)
    if (options.param !== undefined) this.param = options.param
    if (options.details !== undefined) this.details = options.details
  }
}

/**
 * True for a {@link RerankError} of this or of another copy of the package, or of another realm.
 * @example
 * ```ts
 * import { createReranker, isRerankError } from 'webrerank'
 *
 * const call = createReranker().rank({ query: 'warm drink', documents: ['Hot chocolate'] })
 * await call.catch((error: unknown) => console.log(isRerankError(error) && error.retryable))
 * ```
 */
export function isRerankError(value: unknown): value is RerankError {
  return value instanceof Error && value.name === 'RerankError' && 'code' in value && 'status' in value
}

/** A thrown value as data; anything that is not a {@link RerankError} becomes one of the given code. */
export function toErrorData(thrown: unknown, code: RerankErrorCode): ErrorData {
  if (isRerankError(thrown)) {
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.param !== undefined && { param: thrown.param }),
      ...(thrown.details !== undefined && { details: thrown.details }),
      stack: stackOf(thrown),
    }
  }
  if (!(thrown instanceof Error)) return { code, message: firstLine(String(thrown)) }
  return { code, message: firstLine(thrown.message), stack: stackOf(thrown) }
}

function stackOf({ stack = '', cause }: Error): string {
  return cause instanceof Error ? `${stack}\nCaused by: ${stackOf(cause)}` : stack
}

/** Runtimes put stack traces and source paths into messages; a person needs the first sentence. */
function firstLine(message: string): string {
  const [line = ''] = message.trim().split('\n')
  return line.length > 300 ? `${line.slice(0, 300)}…` : line
}

/** The error that {@link toErrorData} took apart, with the stack of where it was thrown. */
export function fromErrorData(data: ErrorData): RerankError {
  const error = new RerankError(data.code, data.message, data)
  if (data.stack) error.stack = data.stack
  return error
}

/** `model_not_found` in SiliconFlow's own words, which clients may look for. */
export function modelNotFound(id: string, known?: readonly string[]): RerankError {
  return new RerankError('model_not_found', 'Model does not exist. Please check it carefully.', {
    param: 'model',
    details: { model: id, ...(known && { known }) },
  })
}

/**
 * The error for an option or a field that cannot be meant.
 * @param param its name, which the message begins with: `documents[3]`. The error's `param` is the field of the request or of the options
 * @param problem what is wrong, such as `must be a string`
 */
export function invalid(param: string, problem: string): RerankError {
  return new RerankError('invalid_request', `${param} ${problem}`, { param: param.replace(/\[.*/, '') })
}
