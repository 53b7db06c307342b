// What Chromium's processes take, as Linux tells it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

/**
 * The processes that run pages in a browser, whose own process has the profile's folder in its arguments.
 * @param {string} profile
 * @returns {{ now(): number; peak(): number; forget(): void }} bytes resident, the most there were, and a new start of that
 */
export function pageMemory(profile) {
  const renderers = () => {
    const all = new Map(
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .flatMap((pid) =>
          read(pid, 'cmdline', 'status').map(({ cmdline, status }) => [pid, { cmdline, status }]),
        ),
    )
    const isOurs = (pid) => {
      const found = all.get(pid)
      if (!found) return false
      return found.cmdline.includes(profile) || isOurs(field(found.status, 'PPid'))
    }
    return [...all].filter(([pid, { cmdline }]) => cmdline.includes('--type=renderer') && isOurs(pid))
  }
  const sum = (name) =>
    renderers().reduce((total, [, { status }]) => total + 1024 * Number.parseInt(field(status, name), 10), 0)
  return {
    now: () => sum('VmRSS'),
    peak: () => sum('VmHWM'),
    forget() {
      for (const [pid] of renderers()) writeFileSync(`/proc/${pid}/clear_refs`, '5')
    },
  }
}

/** A process that ends meanwhile is passed over. */
function read(pid, ...names) {
  try {
    return [Object.fromEntries(names.map((name) => [name, readFileSync(`/proc/${pid}/${name}`, 'utf8')]))]
  } catch {
    return []
  }
}

function field(status, name) {
  return new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? '0'
}
