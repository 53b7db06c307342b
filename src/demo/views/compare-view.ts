import { MODELS } from 'webrerank/models'
import { type DocumentInput, textOf } from '../input/documents.js'
import type { Choice, DeviceChoice, Ranked } from '../ranking/ranker.js'
import { create, find } from '../ui/elements.js'
import { milliseconds, number, score } from '../ui/format.js'
import type { FormInput } from './form-view.js'

const ROWS = 20
const LONG = 160

export interface CompareView {
  /** A new ranking: it is one side, and what was compared before is gone. */
  show(input: FormInput, ranked: Ranked): void
  /** The other side. */
  showOther(choice: Choice, ranked: Ranked): void
}

/** The same request on another model or another device, beside the first. */
export function createCompareView(on: { compare(input: FormInput, choice: Choice): void }): CompareView {
  const model = find('compare-model', HTMLSelectElement)
  const device = find('compare-device', HTMLSelectElement)
  const table = find('compare-table', HTMLTableElement)
  const words = find('compare-words', HTMLElement)
  let mine: { input: FormInput; ranked: Ranked } | undefined

  model.append(
    ...MODELS.map(({ id }) => {
      const option = create('option', '', id)
      option.value = id
      return option
    }),
  )
  find('compare-run', HTMLButtonElement).addEventListener('click', () => {
    if (!mine) return
    const { choice } = mine.input
    const other = { ...choice, model: model.value, device: device.value as DeviceChoice }
    if (other.model === choice.model && runsOn(mine.ranked) === other.device) {
      words.textContent = 'That is what ranked above: choose another model or another device.'
      return
    }
    on.compare(mine.input, other)
  })

  return {
    show(input, ranked) {
      mine = { input, ranked }
      find('compare-result', HTMLElement).hidden = true
      words.textContent = ''
      // What is most likely wanted: the same model on the other device.
      model.value = MODELS.some(({ id }) => id === input.choice.model) ? input.choice.model : MODELS[0]!.id
      device.value = runsOn(ranked) === 'wasm' ? 'webgpu' : 'wasm'
    },
    showOther(choice, other) {
      if (!mine) return
      const { input, ranked } = mine
      const sides = [
        { name: input.choice.model, ranked },
        { name: choice.model, ranked: other },
      ]
      words.textContent = describe(ranked, other)
      table.tHead!.rows[0]!.replaceChildren(
        headCell('Document'),
        ...sides.map(({ name, ranked }) =>
          headCell(
            name,
            `${where(ranked)} · ${ranked.remembered ? 'remembered' : milliseconds(workOf(ranked))}`,
          ),
        ),
      )
      table.tBodies[0]!.replaceChildren(...createRows(input.request.documents as DocumentInput[], sides))
      find('compare-result', HTMLElement).hidden = false
    },
  }
}

function createRows(documents: readonly DocumentInput[], sides: readonly { ranked: Ranked }[]) {
  const places = sides.map(
    ({ ranked }) =>
      new Map(
        ranked.response.results.map((result, position) => [
          result.index,
          { position, score: result.relevance_score },
        ]),
      ),
  )
  const rows = sides[0]!.ranked.response.results.slice(0, ROWS).map(({ index }) => {
    const text = create('p', 'compare-text', textOf(documents[index]!).slice(0, LONG))
    text.dir = 'auto'
    const head = create('th', '', [text])
    head.scope = 'row'
    const cells = places.map((place) => {
      const found = place.get(index)
      return found
        ? create('td', '', [
            create('span', 'compare-rank', number(found.position + 1)),
            create('span', 'hint', score(found.score)),
          ])
        : create('td', '', '–')
    })
    const row = create('tr', '', [head, ...cells])
    if (places[0]!.get(index)?.position !== places[1]!.get(index)?.position) row.className = 'differs'
    return row
  })
  return rows
}

/** How far two rankings agree: the share of pairs of documents that both put in the same order. */
export function agreement(first: readonly number[], second: readonly number[]): number {
  const place = new Map(second.map((index, position) => [index, position]))
  const common = first.flatMap((index) => place.get(index) ?? [])
  let same = 0
  let all = 0
  for (let i = 0; i < common.length; i++) {
    for (let j = i + 1; j < common.length; j++) {
      all++
      if (common[i]! < common[j]!) same++
    }
  }
  return all === 0 ? 1 : same / all
}

function describe(first: Ranked, second: Ranked): string {
  const orders = [first, second].map(({ response }) => response.results.map(({ index }) => index))
  const share = agreement(orders[0]!, orders[1]!)
  const order =
    share === 1
      ? 'Both have the same order.'
      : `${Math.round(share * 100)} % of all pairs are in the same order.`
  return `${order} ${describeSpeed(first, second)}`
}

function describeSpeed(first: Ranked, second: Ranked): string {
  if (first.remembered || second.remembered)
    return 'Scores of an earlier run were remembered, so the times are not compared.'
  const faster = workOf(first) / workOf(second)
  if (faster >= 1.05) return `The second was ${times(faster)} times as fast.`
  if (faster <= 0.95) return `The second took ${times(1 / faster)} times as long.`
  return 'Both took about as long.'
}

function times(value: number): string {
  return value < 10 ? value.toFixed(1) : number(value)
}

function headCell(name: string, note?: string): HTMLTableCellElement {
  // A model's name may break after its owner's.
  const parts = name.split(/(?<=\/)/).flatMap((part, i) => (i ? [create('wbr', ''), part] : [part]))
  const cell = create('th', '', [...parts, ...(note ? [create('span', 'hint', note)] : [])])
  cell.scope = 'col'
  return cell
}

function runsOn({ response }: Ranked): string {
  return response.webrerank.device
}

function where(ranked: Ranked): string {
  return runsOn(ranked) === 'webgpu' ? 'GPU' : 'CPU'
}

function workOf({ response }: Ranked): number {
  const { tokenize, score } = response.webrerank.timings
  return Math.max(0.1, tokenize + score)
}
