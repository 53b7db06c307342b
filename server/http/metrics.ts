/** Numbers for Prometheus, in its text format. */
export interface Metrics {
  /** Adds to a counter. */
  count(name: string, labels: Labels, by?: number): void
  /** Adds a value to a histogram. */
  observe(name: string, labels: Labels, value: number): void
  /** All of them, as `GET /metrics` answers. */
  text(): string
}

type Labels = Readonly<Record<string, string>>

/** What each metric is. A gauge is read when it is asked for. */
export type Definitions = Record<
  string,
  { help: string } & (
    | { type: 'counter' }
    /** Counts the values that are at most each of the buckets' limits, which ascend. */
    | { type: 'histogram'; buckets: readonly number[] }
    | { type: 'gauge'; read: () => number }
  )
>

interface Histogram {
  counts: number[]
  sum: number
  count: number
}

export function createMetrics(definitions: Definitions): Metrics {
  const counters = new Map<string, Map<string, number>>()
  const histograms = new Map<string, Map<string, Histogram>>()
  const bucketsOf = (name: string): readonly number[] => {
    const definition = definitions[name]!
    return definition.type === 'histogram' ? definition.buckets : []
  }

  const lines = (name: string): string[] => {
    const definition = definitions[name]!
    if (definition.type === 'gauge') return [`${name} ${definition.read()}`]
    if (definition.type === 'counter')
      return Array.from(counters.get(name) ?? [], ([labels, value]) => `${name}${braces(labels)} ${value}`)
    return Array.from(histograms.get(name) ?? []).flatMap(([labels, { counts, sum, count }]) => [
      ...bucketsOf(name).map((limit, i) => `${name}_bucket${braces(labels, `le="${limit}"`)} ${counts[i]}`),
      `${name}_bucket${braces(labels, 'le="+Inf"')} ${count}`,
      `${name}_sum${braces(labels)} ${sum}`,
      `${name}_count${braces(labels)} ${count}`,
    ])
  }

  return {
    count(name, labels, by = 1) {
      const series = getOrCreate(counters, name, () => new Map<string, number>())
      const key = labelText(labels)
      series.set(key, (series.get(key) ?? 0) + by)
    },
    observe(name, labels, value) {
      const series = getOrCreate(histograms, name, () => new Map<string, Histogram>())
      const buckets = bucketsOf(name)
      const one = getOrCreate(series, labelText(labels), () => ({
        counts: buckets.map(() => 0),
        sum: 0,
        count: 0,
      }))
      buckets.forEach((limit, i) => {
        if (value <= limit) one.counts[i]!++
      })
      one.sum += value
      one.count++
    },
    text: () =>
      Object.entries(definitions)
        .flatMap(([name, { help, type }]) => [
          `# HELP ${name} ${help}`,
          `# TYPE ${name} ${type}`,
          ...lines(name),
        ])
        .join('\n')
        .concat('\n'),
  }
}

function getOrCreate<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  let value = map.get(key)
  if (value === undefined) {
    value = create()
    map.set(key, value)
  }
  return value
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`)
    .join(',')
}

function braces(...labels: string[]): string {
  const text = labels.filter(Boolean).join(',')
  return text && `{${text}}`
}
