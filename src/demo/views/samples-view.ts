import { LANGUAGE_SAMPLES, SAMPLES } from '../samples/index.js'
import type { Sample } from '../samples/sample.js'
import { en } from '../strings/en.js'
import { t } from '../strings/index.js'
import { create, find } from '../ui/elements.js'

export interface SamplesView {
  /** Shows which sample is in the fields; none where they were changed by hand. */
  press(sample?: Sample): void
}

/** A button for each sample, and those in other languages in a list. */
export function createSamplesView(on: { choose(sample: Sample): void }): SamplesView {
  const languages = find('sample-languages', HTMLSelectElement)
  const buttons = new Map(
    SAMPLES.map((sample) => {
      const button = create('button', 'chip', t.samples[sample.name])
      button.type = 'button'
      button.addEventListener('click', () => on.choose(sample))
      return [sample, button]
    }),
  )
  // Their names are in the page's language, and their texts are not.
  const note = find('samples-language', HTMLElement)
  note.hidden = t === en
  note.after(...buttons.values())
  for (const [tag, { name }] of LANGUAGE_SAMPLES) {
    const option = create('option', '', name)
    option.value = tag
    option.lang = tag
    languages.append(option)
  }
  languages.addEventListener('change', () => {
    const sample = LANGUAGE_SAMPLES.get(languages.value)
    if (sample) on.choose(sample)
  })
  return {
    press(sample) {
      for (const [each, button] of buttons) button.setAttribute('aria-pressed', String(each === sample))
      languages.value = sample?.lang ?? ''
      languages.classList.toggle('pressed', sample?.lang !== undefined)
    },
  }
}
