import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { open, rename, rm, writeFile } from 'node:fs/promises'

/** How far a run came: what of the input is done, and how long the output was then. */
export interface Progress {
  /** The last line that is done. */
  line: number
  /** Bytes of the output; what is behind them is of no use. */
  bytes: number
  /** Documents that were scored. */
  scored: number
  /** Lines that were left out. */
  skipped: number
}

/** A file beside the output, from which a run that was stopped goes on. */
export interface ProgressFile {
  /** @returns nothing where there is none */
  read(): Progress | undefined
  write(progress: Progress): Promise<void>
  remove(): Promise<void>
}

/** Bytes of the input by which it is known again. */
const HEAD = 64 * 1024

/** What must be the same for a run to go on: the beginning of the input, and the options. */
export async function fingerprint(input: string, options: unknown): Promise<string> {
  const file = await open(input)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    return createHash('sha256')
      .update(buffer.subarray(0, bytesRead))
      .update(JSON.stringify(options))
      .digest('hex')
  } finally {
    await file.close()
  }
}

/** @throws Error from `read`, where the file is of another run */
export function createProgressFile(path: string, mark: string): ProgressFile {
  return {
    read() {
      let text: string
      try {
        text = readFileSync(path, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
      const { mark: found, ...progress } = JSON.parse(text) as Progress & { mark: string }
      if (found !== mark)
        throw new Error(
          `${path} is of a run with another input or other options: use --overwrite to start anew`,
        )
      return progress
    },
    // A crash in between leaves the old file or the new one.
    async write(progress) {
      await writeFile(`${path}.new`, JSON.stringify({ ...progress, mark }))
      await rename(`${path}.new`, path)
    },
    remove: () => rm(path, { force: true }),
  }
}
