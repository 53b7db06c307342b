import type { RerankApi, Served } from '../api/create-api.js'
import { createMetrics } from './metrics.js'

/** What `GET /metrics` tells of the API. */
export interface ServerMetrics {
  record(path: string, status: number, seconds: number, served: readonly Served[]): void
  text(): string
}

export function createServerMetrics(api: RerankApi): ServerMetrics {
  const metrics = createMetrics({
    webrerank_requests_total: { type: 'counter', help: 'Requests by path and status.' },
    webrerank_request_duration_seconds: { type: 'histogram', help: 'Time to answer a rerank request.' },
    webrerank_documents_total: { type: 'counter', help: 'Documents that were scored.' },
    webrerank_tokens_total: { type: 'counter', help: 'Tokens of all pairs that were scored.' },
    webrerank_requests_active: { type: 'gauge', help: 'Requests being answered.', read: () => api.active },
    webrerank_queue_length: {
      type: 'gauge',
      help: 'Requests that wait for earlier ones.',
      read: () => Math.max(0, api.active - api.models.length),
    },
    webrerank_pending_bytes: {
      type: 'gauge',
      help: 'Bytes of bodies that are received, wait or are answered.',
      read: () => api.pendingBytes,
    },
    process_resident_memory_bytes: {
      type: 'gauge',
      help: 'Memory of the process.',
      read: () => process.memoryUsage.rss(),
    },
    process_start_time_seconds: {
      type: 'gauge',
      help: 'When the process started.',
      read: () => Math.floor(performance.timeOrigin / 1000),
    },
  })
  return {
    record(path, status, seconds, served) {
      metrics.count('webrerank_requests_total', { path, status: String(status) })
      if (served.length > 0) metrics.observe('webrerank_request_duration_seconds', { path }, seconds)
      for (const { model, documents, tokens } of served) {
        metrics.count('webrerank_documents_total', { model }, documents)
        metrics.count('webrerank_tokens_total', { model }, tokens)
      }
    },
    text: () => metrics.text(),
  }
}
