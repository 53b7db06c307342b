import { open, realpath } from 'node:fs/promises'
import path from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Context, MiddlewareHandler } from 'hono'

/** A range as it is served; others are not looked at, as HTTP has it. */
const RANGE = /^bytes=(?:\d+-\d*|-\d+)$/

/**
 * Serves the files of a folder, and nothing else: no name that begins with a dot, and no link that leads out of it.
 * Where there is no such file the next handler is asked.
 * @param root the folder
 * @param report is told of a file that cannot be read
 */
export function createSite(root: string, report: (error: Error) => void): MiddlewareHandler {
  const files = serveStatic({ root, allowPercentInPath: true })
  return async (context, next) => {
    const { method } = context.req
    if (method !== 'GET' && method !== 'HEAD') return next()
    const found = await isOpen(root, context.req.path).catch((error: NodeJS.ErrnoException) => {
      if (!isAbsent(error)) report(error)
      return false
    })
    if (!found) return next()
    const range = context.req.header('range')
    if (range !== undefined && !RANGE.test(range)) context.req.raw.headers.delete('range')
    const response = await files(context, next)
    return response ? guard(response, context, report) : response
  }
}

/** Whether a path names a file that may be served. */
async function isOpen(root: string, pathname: string): Promise<boolean> {
  // `.well-known` is made to be served.
  if (/\/\.(?!well-known(?:\/|$))|[/\\]{2}/.test(pathname)) return false
  const name = pathname.replaceAll('%25', '%')
  const folder = await realpath(root)
  let file = await realpath(path.join(folder, name))
  if (!isInside(folder, file)) return false
  const handle = await open(file)
  try {
    if (!(await handle.stat()).isDirectory()) return true
  } finally {
    await handle.close()
  }
  file = await realpath(path.join(file, 'index.html'))
  if (!isInside(folder, file)) return false
  const index = await open(file)
  try {
    return (await index.stat()).isFile()
  } finally {
    await index.close()
  }
}

function isInside(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep)
}

function isAbsent({ code }: NodeJS.ErrnoException): boolean {
  return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'ERR_INVALID_ARG_VALUE'].includes(code ?? '')
}

/** A file that fails in the middle ends the connection, so that nobody takes what came for the whole, and is told. */
function guard(response: Response, context: Context, report: (error: Error) => void): Response {
  const reader = response.body?.getReader()
  if (!reader) return response
  const read = async () => {
    try {
      return await reader.read()
    } catch (error) {
      report(error as Error)
      const { outgoing } = context.env as { outgoing?: { destroy(): void } }
      outgoing?.destroy()
      return { done: true, value: undefined } as const
    }
  }
  let cancelled = false
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await read()
        // The client may have gone in between.
        if (cancelled) return
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel(reason) {
        cancelled = true
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, response)
}
