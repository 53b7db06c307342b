import type { RequestOptions } from '../input/types.js'
import type { DeviceChoice } from '../ranking/ranker.js'
import { t } from '../strings/index.js'
import { find } from '../ui/elements.js'
import { setFieldError } from '../ui/field-error.js'

const DEVICES: readonly string[] = ['auto', 'webgpu', 'wasm']

/** Fields of whole numbers, by the member of the request that they set. */
const NUMBERS = {
  top_n: 'top-n',
  max_chunks_per_doc: 'chunks',
  overlap_tokens: 'overlap',
  max_tokens_per_doc: 'max-tokens',
} as const

export interface OptionsView {
  /** Members of the request; `undefined` where a number is wrong, which is then said at its field. */
  read(): RequestOptions | undefined
  device(): DeviceChoice
  topN(): string
  /** Puts options into the fields; what is left out goes back to its default. */
  fill(options: RequestOptions, device?: DeviceChoice): void
}

/** How the request is to be ranked: the device, how many results, fusion, and parts of long documents. */
export function createOptionsView(): OptionsView {
  const device = find('device', HTMLSelectElement)
  const fuse = find('fuse', HTMLInputElement)
  const error = find('options-error', HTMLElement)
  const fields = Object.entries(NUMBERS).map(
    ([name, id]) => [name as keyof typeof NUMBERS, find(id, HTMLInputElement)] as const,
  )
  const wanted = new URLSearchParams(location.search).get('device')
  if (wanted && DEVICES.includes(wanted)) device.value = wanted

  return {
    device: () => device.value as DeviceChoice,
    topN: () => find(NUMBERS.top_n, HTMLInputElement).value,
    read() {
      for (const [, field] of fields) setFieldError(field, error, '')
      const wrong = fields.find(([, field]) => !field.validity.valid)?.[1]
      if (wrong) {
        find('advanced', HTMLDetailsElement).open = true
        setFieldError(wrong, error, t.wholeNumber(wrong.min, wrong.max))
        wrong.focus()
        return undefined
      }
      const numbers = fields.flatMap(([name, { value }]) => (value === '' ? [] : [[name, Number(value)]]))
      return { ...Object.fromEntries(numbers), ...(fuse.checked && { fuse: true }) }
    },
    fill(options, where) {
      for (const [name, field] of fields) field.value = String(options[name] ?? '')
      fuse.checked = options.fuse ?? false
      if (where) device.value = where
    },
  }
}
