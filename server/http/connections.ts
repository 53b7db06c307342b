import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The connections of a server, by whether they have a request. */
export interface Connections {
  /** From now on each answer ends its connection, and says so: clients go elsewhere with the next request. */
  refuseReuse(): void
  /** Ends those that have no request under way, half sent headers among them. */
  endIdle(): void
}

export function watchConnections(server: Server): Connections {
  const open = new Map<Socket, Set<ServerResponse>>()
  let closing = false
  let stopping = false
  const endWith = (response: ServerResponse) => {
    if (!response.headersSent) response.shouldKeepAlive = false
  }
  server.on('connection', (socket) => {
    open.set(socket, new Set())
    socket.on('close', () => open.delete(socket))
  })
  // Before the listener that may answer at once.
  server.prependListener('request', ({ socket }, response) => {
    const responses = open.get(socket)
    responses?.add(response)
    if (closing) endWith(response)
    response.on('close', () => {
      responses?.delete(response)
      if (stopping && responses?.size === 0) socket.end()
    })
  })
  return {
    refuseReuse() {
      closing = true
      for (const responses of open.values()) for (const response of responses) endWith(response)
    },
    endIdle() {
      stopping = true
      for (const [socket, { size }] of open) if (size === 0) socket.destroy()
    },
  }
}
