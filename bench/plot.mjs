// Bars of time, on a scale of powers of ten, for the README: readable on a light and on a dark page.
import { nameOf } from './report.mjs'

const ROW = 26
const LEFT = 270
const WIDTH = 760

export function plot({ models, machine }) {
  const rows = Object.entries(models).flatMap(([model, { contenders, documents }]) => [
    { title: `${model}: milliseconds for ${documents} documents` },
    ...Object.entries(contenders).map(([name, { milliseconds }]) => ({ name, milliseconds })),
  ])
  const logs = rows.flatMap(({ milliseconds }) => (milliseconds ? [Math.log10(milliseconds)] : []))
  const [low, high] = [Math.floor(Math.min(...logs)), Math.max(...logs)]
  const scale = (value) => ((Math.log10(value) - low) / (high - low || 1)) * (WIDTH - LEFT - 90)
  const parts = rows.map(({ title, name, milliseconds }, i) => {
    const y = 8 + i * ROW
    if (title) return `<text x="8" y="${y + 18}" class="title">${title}</text>`
    const width = Math.max(2, scale(milliseconds)).toFixed(1)
    const kind = name.startsWith('ours') ? 'ours' : 'peer'
    return [
      `<text x="${LEFT - 8}" y="${y + 16}" text-anchor="end">${nameOf(name)}</text>`,
      `<rect x="${LEFT}" y="${y + 3}" width="${width}" height="${ROW - 8}" rx="3" class="${kind}"/>`,
      `<text x="${LEFT + Number(width) + 6}" y="${y + 16}">${Math.round(milliseconds)}</text>`,
    ].join('')
  })
  const height = 8 + rows.length * ROW + 28
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Time to rank, by contender">
<style>text{font:13px system-ui,sans-serif;fill:#1b2733}.title{font-weight:600}.ours{fill:#1a7f5a}.peer{fill:#8a97a6}.page{fill:#fff}</style>
<rect class="page" width="100%" height="100%" rx="8"/>
${parts.join('\n')}
<text x="8" y="${height - 10}">Bars grow with the logarithm. ${machine}.</text>
</svg>
`
}
