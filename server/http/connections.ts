import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** The connections of a server, by whether they have a request. */
export interface Connections {
  /** Ends those that have no request under way, half sent headers among them. */
  endIdle(): void
}

export function watchConnections(server: Server): Connections {
  const requests = new Map<Socket, number>()
  server.on('connection', (socket) => {
    requests.set(socket, 0)
    socket.on('close', () => requests.delete(socket))
  })
  let stopping = false
  server.on('request', ({ socket }, response) => {
    requests.set(socket, (requests.get(socket) ?? 0) + 1)
    response.on('close', () => {
      const left = (requests.get(socket) ?? 1) - 1
      if (requests.has(socket)) requests.set(socket, left)
      if (stopping && left === 0) socket.end()
    })
  })
  return {
    endIdle() {
      stopping = true
      for (const [socket, count] of requests) if (count === 0) socket.destroy()
    },
  }
}
