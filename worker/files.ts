import { RerankError } from '../src/shared/errors.js'
import type { ModelFile } from '../src/shared/model-card.js'

/**
 * Reads one file of a model, and refuses whatever is not that file: another length, another hash, an HTML page.
 * @param onBytes called with the bytes of each part that arrives
 * @throws RerankError `download_failed` (network, status), `integrity_failed` (content)
 */
export async function readModelFile(
  url: string,
  file: ModelFile,
  onBytes: (count: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url).catch((cause) => {
    throw new RerankError('download_failed', `${file.path}: the request failed`, { cause, details: { url } })
  })
  if (!response.ok) {
    throw new RerankError('download_failed', `${file.path}: the server answered ${response.status}`, {
      details: { url, status: response.status },
    })
  }
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    throw new RerankError('integrity_failed', `${file.path}: the server answered an HTML page`, {
      details: { url },
    })
  }
  const bytes = await readBody(response, file, onBytes)
  if (file.bytes !== undefined && bytes.length !== file.bytes) {
    throw new RerankError(
      'integrity_failed',
      `${file.path}: ${bytes.length} bytes instead of ${file.bytes}`,
      {
        details: { url },
      },
    )
  }
  // Hashing needs a secure context; a page served over plain HTTP has only the length to go by.
  if (file.sha256 && globalThis.crypto.subtle && (await sha256(bytes)) !== file.sha256) {
    throw new RerankError('integrity_failed', `${file.path}: its SHA-256 is not the expected one`, {
      details: { url },
    })
  }
  return bytes
}

async function readBody(
  response: Response,
  file: ModelFile,
  onBytes: (count: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  try {
    // Not `for await`: Safari's streams have no async iterator.
    for (const reader = response.body!.getReader(); ; ) {
      const { done, value } = await reader.read()
      if (done) break
      parts.push(value)
      length += value.length
      onBytes(value.length)
    }
  } catch (cause) {
    throw new RerankError('download_failed', `${file.path}: the download was cut off`, { cause })
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
