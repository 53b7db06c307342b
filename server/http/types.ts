import type { ApiOptions } from '../api/create-api.js'
import type { LogEntry } from './log.js'

/** Options of {@link serve}. All may be left out. */
export interface ServeOptions extends ApiOptions {
  /** Milliseconds a request may take, waiting and loading included; then it is answered with 504. Default: 120,000. */
  timeout?: number | undefined
  /** 0 takes any free one. Default: 8787. */
  port?: number | undefined
  /** The address to listen on. Default: `127.0.0.1`, so that only this machine is answered. */
  host?: string | undefined
  /**
   * Names by which the server may be called, such as `rerank.example.com`, beside those of the machine itself. Default:
   * on a loopback address none, so that no page can reach it by a name of its own; else any.
   */
  allowHost?: readonly string[] | undefined
  /** Origins whose pages may call, such as `https://example.com`; `*` for all. Default: the server's own alone. */
  allowOrigin?: readonly string[] | undefined
  /** Keys, one of which requests must carry as `Authorization: Bearer`. Default: none is asked for. */
  apiKeys?: readonly string[] | undefined
  /** A folder of static files, served beside the API. Default: none. */
  site?: string | undefined
  /** Takes log entries, which hold no text of users. Default: a JSON line each on stderr. */
  log?: ((entry: LogEntry) => void) | undefined
  /**
   * Milliseconds for which the server goes on taking requests when it stops, with 503 at `/ready`, so that a load balancer
   * notices before connections are refused. Default: 0.
   */
  drain?: number | undefined
  /** Milliseconds that requests under way have left after that. Default: 20,000. */
  grace?: number | undefined
}
