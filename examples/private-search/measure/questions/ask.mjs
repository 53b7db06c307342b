import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {{ question: string, files: string[] }} Question
 * @typedef {{ first: number, firstThree: number, unanswered: number }} Shares
 * @typedef {{ answered: Question[], unanswered: string[], limits: Shares, goals: Shares }} Questions
 * @typedef {{ question: string, right: string[], files: string[], answered: boolean, said: string }} Asked
 */

/** @type {Questions} */
export const QUESTIONS = JSON.parse(
  readFileSync(fileURLToPath(new URL('questions.json', import.meta.url)), 'utf8'),
)

/**
 * Asks every question, one after the other, on the open page with the files.
 * @param {import('playwright').Page} page
 * @param {(asked: Asked) => void} [told] after each
 */
export async function askQuestions(page, told = () => {}) {
  /** @type {Asked[]} */
  const all = []
  const { answered, unanswered } = QUESTIONS
  for (const { question, files: right } of [
    ...answered,
    ...unanswered.map((question) => ({ question, files: [] })),
  ]) {
    const asked = { question, right, ...(await page.evaluate(askOne, question)) }
    all.push(asked)
    told(asked)
  }
  return all
}

/**
 * In the page: the files of the passages that it shows, in order, and whether it takes one for an answer.
 * @param {string} question
 */
async function askOne(question) {
  const input = /** @type {HTMLInputElement} */ (document.querySelector('#query'))
  const stage = /** @type {HTMLElement} */ (document.querySelector('#stage'))
  const type = (/** @type {string} */ text) => {
    input.value = text
    input.dispatchEvent(new InputEvent('input'))
  }
  type('')
  type(question)
  input.form.requestSubmit()
  while (stage.dataset.status !== 'done') await new Promise((resolve) => setTimeout(resolve, 20))
  const said = stage.textContent ?? ''
  const [root = ''] = (document.querySelector('#hits bdi')?.textContent ?? '').split('/')
  const files = Array.from(document.querySelectorAll('#hits bdi'), ({ textContent }) =>
    (textContent ?? '').slice(root.length + 1),
  )
  return { files, answered: / ranked in /.test(said), said }
}

/**
 * @param {readonly Asked[]} asked
 * @returns {Shares} of the questions that a file answers, those whose file is first, and among the first three; of the others,
 *   those that are given no answer
 */
export function shares(asked) {
  const within =
    (/** @type {number} */ places) =>
    ({ right, files, answered }) =>
      answered && files.slice(0, places).some((file) => right.includes(file))
  const some = asked.filter(({ right }) => right.length > 0)
  const none = asked.filter(({ right }) => right.length === 0)
  return {
    first: some.filter(within(1)).length / some.length,
    firstThree: some.filter(within(3)).length / some.length,
    unanswered: none.filter(({ answered }) => !answered).length / none.length,
  }
}
