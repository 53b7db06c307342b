// Bars of pairs a second for the README, readable on a light and on a dark page.
import { mainCount, median } from './report.mjs'
import { nameOf, titleOf } from './tables.mjs'

const ROW = 26
const LEFT = 250
const WIDTH = 760
const RIGHT = 80

export function plot({ models, machine, device }) {
  const parts = []
  let y = 8
  for (const [model, measured] of Object.entries(models)) {
    const count = mainCount(measured)
    const { milliseconds } = measured.counts[count]
    const bars = Object.entries(milliseconds)
      .filter(([, times]) => times.length > 0)
      .map(([name, times]) => ({ name, rate: (1000 * count) / median(times) }))
      .sort((a, b) => b.rate - a.rate)
    const most = Math.max(...bars.map(({ rate }) => rate))
    parts.push(
      `<text x="12" y="${y + 20}" class="title">${escapeXml(titleOf(model))}: pairs a second, ${count} documents</text>`,
    )
    y += ROW + 6
    for (const { name, rate } of bars) {
      const width = Math.max(2, (rate / most) * (WIDTH - LEFT - RIGHT)).toFixed(1)
      parts.push(
        `<text x="${LEFT - 8}" y="${y + 16}" text-anchor="end">${escapeXml(nameOf(name))}</text>`,
        `<rect x="${LEFT}" y="${y + 3}" width="${width}" height="${ROW - 8}" rx="3" class="${name.startsWith('ours') ? 'ours' : 'peer'}"/>`,
        `<text x="${LEFT + Number(width) + 6}" y="${y + 16}">${rate < 10 ? rate.toFixed(1) : Math.round(rate)}</text>`,
      )
      y += ROW
    }
    y += 12
  }
  const height = y + 24
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Pairs a second, by contender">
<style>
text{font:13px system-ui,sans-serif;fill:#1b2733}.title{font-weight:600}.ours{fill:#1a7f5a}.peer{fill:#8a97a6}.page{fill:#fff}
@media (prefers-color-scheme:dark){text{fill:#dde4ea}.ours{fill:#3fb98a}.peer{fill:#6c7a89}.page{fill:#161c22}}
</style>
<rect class="page" width="100%" height="100%" rx="8"/>
${parts.join('\n')}
<text x="12" y="${height - 12}">${escapeXml(`${device}, ${machine}; one thread each unless it says otherwise`)}</text>
</svg>
`
}

function escapeXml(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}
