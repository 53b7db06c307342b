import type { KeptFile } from '../shared/protocol.js'
import { create, find } from './elements.js'
import { SAMPLE_FOLDER } from './samples.js'

/** In other words than those of the notes, as people ask. */
const QUESTIONS = [
  'When do I get my money back after moving out?',
  'Am I allowed to have a kitten?',
  'Why is it so cold in the house?',
  'When should I prune the cherry tree?',
  'How long does the soup last if frozen?',
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
