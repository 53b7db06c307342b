import type { KeptFile } from '../shared/protocol.js'
import { create, find } from './elements.js'
import { SAMPLE_FOLDER } from './samples.js'

const QUESTIONS = [
  'When does the landlord pay the deposit back?',
  'Why do the radiators stay cold?',
  'How do I find the hole in the tyre?',
  'How long can I keep the soup in the freezer?',
  'How do I cancel the film club?',
]

/** Questions to try, once the sample notes are there and while nothing is asked. */
export function createExamples(onAsk: (question: string) => void) {
  const section = find('examples', HTMLElement)
  let have = false
  let asked = false
  const show = () => {
    section.hidden = !have || asked
  }
  find('examples-list', HTMLUListElement).replaceChildren(
    ...QUESTIONS.map((question) => {
      const button = create('button', '', question)
      button.type = 'button'
      button.addEventListener('click', () => onAsk(question))
      return create('li', '', [button])
    }),
  )
  return {
    update(files: readonly KeptFile[]) {
      have = files.some(({ path }) => path.startsWith(`${SAMPLE_FOLDER}/`))
      show()
    },
    query(text: string) {
      asked = text.trim() !== ''
      show()
    },
  }
}
