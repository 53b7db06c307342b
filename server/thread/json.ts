import { parentPort } from 'node:worker_threads'
import { toOutcome } from '../../src/protocol/outcome.js'
import { joinBytes, parseJson } from '../../src/wire/json-text.js'
import type { JsonQuestion } from '../api/json-parser.js'
import { type Piece, piecesOf, takeLongTexts } from '../api/long-texts.js'

/** A thread that parses long bodies. It answers a body with its frame, and then each question with the next texts. */
let rest: Iterator<Piece[]> | undefined

parentPort!.on('message', async (question: JsonQuestion) => {
  if (question === 'next') {
    const { done, value } = rest!.next()
    if (done) rest = undefined
    return parentPort!.postMessage({ ok: true, value: done ? undefined : value })
  }
  const outcome = await toOutcome(async () => {
    const bytes = joinBytes(question)
    // While it is parsed, the body is in memory twice as it is.
    question.length = 0
    const { frame, texts } = takeLongTexts(parseJson(bytes))
    rest = piecesOf(texts)
    return frame
  })
  parentPort!.postMessage(outcome)
})
