/** What went wrong, as a closed set. {@link STATUS} has the HTTP status of each. */
export type RerankErrorCode = keyof typeof STATUS

/** The HTTP status that each code answers with. */
export const STATUS = {
  invalid_request: 400,
  payload_too_large: 413,
  unsupported_media_type: 415,
  model_not_found: 400,
  not_found: 404,
  method_not_allowed: 405,
  download_not_allowed: 403,
  download_failed: 502,
  integrity_failed: 502,
  storage_full: 507,
  unsupported_device: 501,
  out_of_memory: 503,
  device_lost: 503,
  canary_failed: 500,
  inference_failed: 500,
  worker_crashed: 500,
  queue_full: 429,
  upstream_failed: 502,
  timeout: 504,
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

/** True for a {@link RerankError} of this or of another copy of the package, or of another realm. */
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
