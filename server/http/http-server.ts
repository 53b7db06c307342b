import { createServer, type RequestListener, type Server } from 'node:http'

/** What a client may take of a server before its request is there. */
export interface ClientLimits {
  /** Milliseconds that a client has to send a whole request. */
  request: number
  /** Milliseconds that a client has to send the headers of a request. */
  headers: number
  /** Milliseconds between two looks for connections that are too slow. */
  checkEvery: number
  /** Milliseconds for which a connection is kept for a next request. */
  keepAlive: number
  /** Milliseconds without a byte, in either direction, after which a connection is ended. */
  idle: number
  /** Connections that may be open at a time; one more is closed at once. */
  connections: number
}

export const CLIENT_LIMITS: Omit<ClientLimits, 'idle'> = {
  // A body of 32 MiB in this time is 2 Mbit/s.
  request: 120_000,
  headers: 20_000,
  checkEvery: 5_000,
  // Longer than proxies keep theirs, so that they end it.
  keepAlive: 75_000,
  // Each takes some 20 kB, and as much again while its headers come.
  connections: 10_000,
}

/** A server of Node on which slow clients, and many of them, take no more than so much. */
export function createHttpServer(listener: RequestListener, limits: ClientLimits): Server {
  const server = createServer(
    {
      requestTimeout: limits.request,
      headersTimeout: limits.headers,
      connectionsCheckingInterval: limits.checkEvery,
    },
    listener,
  )
  server.keepAliveTimeout = limits.keepAlive
  server.timeout = limits.idle
  server.maxConnections = limits.connections
  return server
}
