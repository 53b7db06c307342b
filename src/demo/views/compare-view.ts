import { MODELS } from 'webrerank/models'
import { textOf } from '../input/types.js'
import { betterModel } from '../ranking/quality.js'
import type { Choice, DeviceChoice, Ranked } from '../ranking/ranker.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'
import { decimal, milliseconds, number, score } from '../ui/format.js'
import { agreement } from './agreement.js'
import type { FormInput } from './form-view.js'

const ROWS = 10
const LONG = 160

export interface CompareView {
  /** A new ranking: it is the first column, and what was compared before is gone. */
  show(input: FormInput, ranked: Ranked): void
  /** One more column. */
  showOther(choice: Choice, ranked: Ranked): void
}

interface Side {
  name: string
  ranked: Ranked
}

/** The same request on one or two other models, as lists side by side. */
export function createCompareView(on: {
  compare(input: FormInput, choices: readonly Choice[]): void
  announce(text: string): void
}): CompareView {
  const models = [find('compare-model', HTMLSelectElement), find('compare-third', HTMLSelectElement)]
  const device = find('compare-device', HTMLSelectElement)
  const words = find('compare-words', HTMLElement)
  const result = find('compare-result', HTMLElement)
  let input: FormInput | undefined
  let sides: Side[] = []

  for (const select of models) select.append(...MODELS.map(({ id }) => optionOf(id)))
  find('compare-run', HTMLButtonElement).addEventListener('click', () => {
    if (!input) return
    const { choice } = input
    const where = device.value === 'same' ? choice.device : (device.value as DeviceChoice)
    const asked = models.map(({ value }) => value).filter(Boolean)
    const others = Array.from(new Set(asked), (model) => ({ ...choice, model, device: where }))
    const wanted = others.filter((other) => !isFirst(other))
    if (wanted.length === 0) {
      words.textContent = t.sameChoice
      on.announce(t.sameChoice)
      return
    }
    sides = sides.slice(0, 1)
    on.compare(input, wanted)
  })
  const isFirst = ({ model, device }: Choice): boolean => {
    const first = sides[0]
    if (first?.name !== model) return false
    return device === input?.choice.device || device === runsOn(first.ranked)
  }
  const point = (index: string | undefined) => {
    for (const row of result.querySelectorAll<HTMLElement>('[data-index]'))
      row.classList.toggle('pointed', index !== undefined && row.dataset.index === index)
  }
  result.addEventListener('pointerover', ({ target }) =>
    point((target as Element).closest<HTMLElement>('[data-index]')?.dataset.index),
  )
  result.addEventListener('pointerleave', () => point(undefined))

  return {
    show(asked, ranked) {
      input = asked
      sides = [{ name: asked.choice.model, ranked }]
      result.hidden = true
      words.textContent = ''
      const better = betterModel(asked.choice.model) ?? MODELS.find(({ id }) => id !== asked.choice.model)
      models[0]!.value = better?.id ?? ''
      models[1]!.value = ''
      device.value = 'same'
    },
    showOther(choice, ranked) {
      if (!input) return
      sides.push({ name: choice.model, ranked })
      const texts = input.request.documents.map(textOf)
      result.style.setProperty('--columns', String(sides.length))
      result.replaceChildren(...sides.map((side) => createColumn(side, sides[0]!, texts)))
      words.textContent = sides
        .slice(1)
        .map((side) => describe(sides[0]!, side))
        .join(' ')
      result.hidden = false
      on.announce(words.textContent)
      words.scrollIntoView({ block: 'nearest' })
    },
  }
}

function optionOf(id: string): HTMLOptionElement {
  const option = create('option', '', id)
  option.value = id
  return option
}

function createColumn({ name, ranked }: Side, first: Side, texts: readonly string[]): HTMLElement {
  const places = new Map(first.ranked.response.results.map(({ index }, position) => [index, position]))
  const rows = ranked.response.results.slice(0, ROWS).map(({ index, relevance_score }, position) => {
    const text = create('p', 'compare-text', texts[index]!.slice(0, LONG))
    text.dir = 'auto'
    const moved = (places.get(index) ?? position) - position
    const sign = moved === 0 ? '' : moved > 0 ? ` ↑ ${number(moved)}` : ` ↓ ${number(-moved)}`
    const row = create('li', moved === 0 ? '' : 'differs', [
      create('span', 'rank', number(position + 1)),
      create('div', '', [text, create('span', 'hint', `${score(relevance_score)}${sign}`)]),
    ])
    row.dataset.index = String(index)
    return row
  })
  // A model's name may break after its owner's.
  const parts = name.split(/(?<=\/)/).flatMap((part, i) => (i ? [create('wbr', ''), part] : [part]))
  const time = ranked.remembered ? t.cached : milliseconds(workOf(ranked))
  return create('section', 'compare-column', [
    create('h3', '', parts),
    create('p', 'hint', `${runsOn(ranked) === 'webgpu' ? 'GPU' : 'CPU'} · ${time}`),
    create('ol', '', rows),
  ])
}

function describe(first: Side, second: Side): string {
  const orders = [first, second].map(({ ranked }) => ranked.response.results.map(({ index }) => index))
  const share = agreement(orders[0]!, orders[1]!)
  const names = [shortName(first.name), shortName(second.name)] as const
  const order = share === 1 ? t.sameOrder(...names) : t.agree(...names, decimal(share * 100, 0))
  return `${order} ${describeSpeed(first.ranked, second.ranked, names)}`.trim()
}

/** Without its owner. */
function shortName(id: string): string {
  return id.split('/').at(-1)!
}

function describeSpeed(first: Ranked, second: Ranked, [one, other]: readonly [string, string]): string {
  // Scores that were remembered say nothing of the speed.
  if (first.remembered || second.remembered) return ''
  const faster = workOf(first) / workOf(second)
  if (faster >= 1.05) return t.faster(other, times(faster))
  if (faster <= 0.95) return t.slower(other, times(1 / faster))
  return t.sameSpeed(one, other)
}

function times(value: number): string {
  return value < 10 ? decimal(value, 1) : number(value)
}

function runsOn({ response }: Ranked): string {
  return response.webrerank.device
}

function workOf({ response }: Ranked): number {
  const { tokenize, score } = response.webrerank.timings
  return Math.max(0.1, tokenize + score)
}
