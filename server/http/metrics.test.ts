import { expect, test } from 'vitest'
import { createMetrics } from './metrics.js'

test('counters, gauges and histograms in the text format of Prometheus', () => {
  let depth = 0
  const metrics = createMetrics({
    hits_total: { type: 'counter', help: 'Hits.' },
    depth: { type: 'gauge', help: 'Depth.', read: () => depth },
    seconds: { type: 'histogram', help: 'Time.', buckets: [0.01, 0.025, 60] },
  })
  metrics.count('hits_total', { path: '/a' })
  metrics.count('hits_total', { path: '/a' }, 2)
  metrics.count('hits_total', { path: 'b"\\\n' })
  depth = 7
  metrics.observe('seconds', { path: '/a' }, 0.02)
  metrics.observe('seconds', { path: '/a' }, 1000)
  const lines = metrics.text().split('\n')
  expect(lines).toContain('# TYPE hits_total counter')
  expect(lines).toContain('hits_total{path="/a"} 3')
  expect(lines).toContain('hits_total{path="b\\"\\\\\\n"} 1')
  expect(lines).toContain('depth 7')
  expect(lines).toContain('seconds_bucket{path="/a",le="0.01"} 0')
  expect(lines).toContain('seconds_bucket{path="/a",le="0.025"} 1')
  expect(lines).toContain('seconds_bucket{path="/a",le="60"} 1')
  expect(lines).toContain('seconds_bucket{path="/a",le="+Inf"} 2')
  expect(lines).toContain('seconds_sum{path="/a"} 1000.02')
  expect(lines).toContain('seconds_count{path="/a"} 2')
  expect(metrics.text().endsWith('\n')).toBe(true)
})
