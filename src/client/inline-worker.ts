import type { OwnWorker } from './entry-worker.js'

/** The name of the worker's script among the files; the others are those that it asks for, by their relative addresses. */
const SCRIPT = 'worker.js'

let unpacking: Promise<Record<string, string>> | undefined
let script = ''

/** The worker for the CPU alone, from a script that has it and its files inside. */
export const inlineWorker: OwnWorker = {
  entry: 'webrerank/cpu/worker',
  async prepare() {
    // A failure is not kept: the script may come later.
    unpacking ??= unpack().catch((error) => {
      unpacking = undefined
      throw error
    })
    script = (await unpacking)[SCRIPT]!
  },
  create: () => new Worker(script, { type: 'module', name: 'webrerank' }),
}

/** Addresses of the files in this page's memory, for as long as the page lives: any worker may ask for them. */
async function unpack(): Promise<Record<string, string>> {
  const { files } = await import('virtual:inline-files')
  const addresses: Record<string, string> = {}
  for (const [name, base64] of Object.entries(files)) {
    const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
    const parts: BlobPart[] = [await new Response(stream).blob()]
    // The script comes last, and is told where the others are.
    if (name === SCRIPT) parts.unshift(`const webrerankFiles=${JSON.stringify(addresses)};`)
    addresses[name] = URL.createObjectURL(new Blob(parts, { type: typeOf(name) }))
  }
  return addresses
}

function typeOf(name: string): string {
  if (name.endsWith('.js')) return 'text/javascript'
  return name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream'
}
