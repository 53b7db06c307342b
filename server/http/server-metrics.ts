import type { RerankApi, Served } from '../api/create-api.js'
import { createMetrics } from './metrics.js'

/** What `GET /metrics` tells of the API. */
export interface ServerMetrics {
  record(path: string, status: number, seconds: number, served: readonly Served[]): void
  text(): string
}

/** Seconds: a tiny model ranks ten documents in one of the first of these, a large one a hundred in the last. */
const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

const SCORES = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]

export function createServerMetrics(api: RerankApi): ServerMetrics {
  const metrics = createMetrics({
    webrerank_requests_total: { type: 'counter', help: 'Requests by path and status.' },
    webrerank_request_duration_seconds: {
      type: 'histogram',
      help: 'Time to answer a rerank request.',
      buckets: SECONDS,
    },
    webrerank_queue_seconds: {
      type: 'histogram',
      help: 'Time that a request waited for earlier ones.',
      buckets: SECONDS,
    },
    webrerank_score_seconds: {
      type: 'histogram',
      help: 'Time in which the model scored a request.',
      buckets: SECONDS,
    },
    webrerank_best_score: {
      type: 'histogram',
      help: 'The best score that a request had, between 0 and 1.',
      buckets: SCORES,
    },
    webrerank_documents_total: { type: 'counter', help: 'Documents that were scored.' },
    webrerank_tokens_total: { type: 'counter', help: 'Tokens of all pairs that were scored.' },
    webrerank_requests_active: { type: 'gauge', help: 'Requests being answered.', read: () => api.active },
    webrerank_queue_length: {
      type: 'gauge',
      help: 'Requests that wait for earlier ones.',
      read: () => api.waiting,
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
      for (const { model, documents, tokens, queue, score, best } of served) {
        metrics.count('webrerank_documents_total', { model }, documents)
        metrics.count('webrerank_tokens_total', { model }, tokens)
        metrics.observe('webrerank_queue_seconds', { model }, queue / 1000)
        metrics.observe('webrerank_score_seconds', { model }, score / 1000)
        metrics.observe('webrerank_best_score', { model }, best)
      }
    },
    text: () => metrics.text(),
  }
}
