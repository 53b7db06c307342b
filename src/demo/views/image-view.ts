import { textOf } from '../input/types.js'
import type { Ranked } from '../ranking/ranker.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { createTeller } from '../ui/teller.js'
import type { FormInput } from './form-view.js'

/** The size that sites show of a link, in pixels. */
const WIDTH = 1200
const HEIGHT = 630
const ROWS = 6

/** A picture of the two orders, to share where a link says too little. */
export function createImageView(announce: (text: string) => void): {
  show(input: FormInput, ranked: Ranked): void
} {
  const button = find('share-image', HTMLButtonElement)
  const tell = createTeller(button, announce)
  let shown: { input: FormInput; ranked: Ranked } | undefined
  button.addEventListener('click', async () => {
    if (!shown) return
    const blob = await draw(shown.input, shown.ranked)
    tell(await share(new File([blob], 'webrerank.png', { type: 'image/png' })))
  })
  return {
    show(input, ranked) {
      shown = { input, ranked }
    },
  }
}

/** By the system's own dialog where it takes pictures, else as a file. */
async function share(file: File): Promise<string> {
  if (navigator.canShare?.({ files: [file] })) {
    const done = await navigator.share({ files: [file] }).catch((error: Error) => error)
    // Somebody who closed the dialog wants no file either.
    if (!(done instanceof Error)) return t.shared
    if (done.name === 'AbortError') return t.notShared
  }
  const link = create('a', '')
  link.href = URL.createObjectURL(file)
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  return t.saved
}

interface Ink {
  context: CanvasRenderingContext2D
  color(name: string): string
}

async function draw({ request, sample }: FormInput, { response }: Ranked): Promise<Blob> {
  const canvas = create('canvas', '')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const context = canvas.getContext('2d')!
  const style = getComputedStyle(document.documentElement)
  const probe = document.body.appendChild(create('span', ''))
  // The canvas knows no variables of the style sheet.
  const color = (name: string) => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  const ink: Ink = { context, color }
  context.fillStyle = color('ground')
  context.fillRect(0, 0, WIDTH, HEIGHT)
  write(ink, request.query, 60, 96, { size: 44, family: style.getPropertyValue('--serif'), width: 1080 })
  const texts = request.documents.map(textOf)
  const before = texts.slice(0, ROWS).map((text, index) => ({ text, index }))
  const after = response.results.slice(0, ROWS).map(({ index }) => ({ text: texts[index]!, index }))
  drawColumn(ink, sample ? t.keywordOrder : t.originalOrder, before, 60)
  drawColumn(ink, t.reranked, after, 660)
  drawLines(ink, after)
  write(ink, `webrerank · ${t.inYourBrowser}`, 60, 600, { size: 22, color: 'accent', width: 1080 })
  probe.remove()
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob!), 'image/png'))
}

const TOP = 190
const ROW = 62

function drawColumn(ink: Ink, title: string, rows: readonly { text: string; index: number }[], x: number) {
  write(ink, title, x, 150, { size: 22, color: 'quiet', width: 480 })
  rows.forEach(({ text }, position) => {
    const y = TOP + position * ROW
    const best = x > WIDTH / 2 && position === 0
    if (best) {
      ink.context.fillStyle = ink.color('accent-wash')
      ink.context.fillRect(x - 12, y - 36, 504, ROW - 6)
    }
    const options = { size: 24, width: 440, color: best ? 'accent' : 'ink' }
    write(ink, String(position + 1), x, y, { ...options, color: 'quiet' })
    write(ink, text, x + 40, y, options)
  })
}

function drawLines({ context, color }: Ink, after: readonly { index: number }[]) {
  after.forEach(({ index }, position) => {
    if (index >= ROWS) return
    const [from, to] = [TOP - 8 + index * ROW, TOP - 8 + position * ROW]
    context.strokeStyle = color(index > position ? 'accent' : index < position ? 'down' : 'edge')
    context.lineWidth = 3
    context.beginPath()
    context.moveTo(550, from)
    context.bezierCurveTo(595, from, 595, to, 640, to)
    context.stroke()
  })
}

function write(
  { context, color }: Ink,
  text: string,
  x: number,
  y: number,
  options: { size: number; width: number; color?: string; family?: string },
) {
  context.font = `${options.size}px ${options.family || getComputedStyle(document.body).fontFamily}`
  context.fillStyle = color(options.color ?? 'ink')
  let shown = text.split('\n', 1)[0]!
  const ellipsis = () => (shown.length < text.length ? `${shown.trimEnd()}…` : shown)
  while (context.measureText(ellipsis()).width > options.width && shown) shown = shown.slice(0, -1)
  context.fillText(ellipsis(), x, y)
}
