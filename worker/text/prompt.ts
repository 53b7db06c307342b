import { RerankError } from '../../src/protocol/errors.js'
import type { DecoderPrompt } from '../../src/protocol/model-card.js'
import type { PairTemplate } from './pair-template.js'
import type { Asked } from './types.js'

/** How a decoder is asked about a pair: its card's prompt, in tokens. */
export interface Prompt {
  /** What is put before a document's text before it is tokenized: the space that the template ends with. */
  lead: string
  /** Tokens whose logits are compared. */
  verdict: { yes: number; no: number }
  /** @throws RerankError `invalid_request` for an instruction that the model does not take, or has no room for */
  ask(question: Question, maxLength: number, encode: EncodeText): Promise<Asked>
}

interface Question {
  query: string
  instruction?: string | undefined
}

/** The ids of a text's head, as many as will do. */
type EncodeText = (text: string) => Promise<{ ids: Int32Array; whole: boolean }>

/**
 * The template of a prompt: what comes first and last are special tokens to it, and all between them and the document is
 * the query.
 * @param encodeMarkup ids of a text that spells special tokens out
 */
export function promptTemplate(
  { prefix, suffix }: DecoderPrompt,
  encodeMarkup: (text: string) => number[],
): PairTemplate {
  const specials = (text: string) =>
    encodeMarkup(text).map((id) => ({ kind: 'special', id, type: 0 }) as const)
  const parts = [
    ...specials(prefix),
    { kind: 'query', type: 0 } as const,
    { kind: 'document', type: 0 } as const,
    ...specials(suffix),
  ]
  return { parts, specials: parts.length - 2 }
}

/** Of a pair, what the prompt with its instruction may take: the query and the document share the rest. */
const MOST_OF_PAIR = 3 / 4

/**
 * @param encode ids of a text, without special tokens
 * @throws Error where the vocabulary has no token for a word of the verdict
 */
export function createPrompt(
  card: DecoderPrompt,
  template: PairTemplate,
  encode: (text: string) => number[],
): Prompt {
  const [between, lead] = parted(card.document)
  const after = Int32Array.from(encode(between))
  const token = (word: string): number => {
    const ids = encode(word)
    if (ids.length !== 1) throw new Error(`it has no token for ${JSON.stringify(word)}`)
    return ids[0]!
  }
  const before = (asked: string | undefined): string => {
    const { instruction } = card
    if (!instruction && asked !== undefined) throw noInstruction()
    const text = asked ?? instruction?.default
    return instruction && text !== undefined ? instruction.before + text + instruction.after : ''
  }
  return {
    lead,
    verdict: { yes: token(card.yes), no: token(card.no) },
    async ask({ query, instruction }, maxLength, encodeText) {
      const start = before(instruction)
      const fixed = await encodeText(start + card.query)
      const around = fixed.ids.length + after.length
      const taken = template.specials + around
      if (!fixed.whole || taken > maxLength * MOST_OF_PAIR)
        throw tooLong(instruction, fixed.whole ? `${taken}` : `at least ${taken}`, maxLength)
      const text = start + card.query + query
      const { ids, whole } = await encodeText(card.apart ? text : text + between)
      const all = card.apart && whole ? joined(ids, after) : ids
      return {
        length: all.length,
        fixed: around,
        whole,
        types: all,
        // The end of the query is what is left out; what stands before the document is not.
        cut: (room) =>
          whole && room >= all.length
            ? all
            : joined(ids.subarray(0, Math.max(0, room - after.length)), after),
      }
    },
  }
}

/** A text without the spaces at its end, and these. */
function parted(text: string): [string, string] {
  const trimmed = text.replace(/ +$/, '')
  return [trimmed, text.slice(trimmed.length)]
}

function joined(first: Int32Array, second: Int32Array): Int32Array {
  const all = new Int32Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

export function noInstruction(): RerankError {
  return new RerankError(
    'invalid_request',
    'instruction is not for this model, which takes none: leave it out, or choose a model that takes one',
    { param: 'instruction' },
  )
}

function tooLong(instruction: string | undefined, tokens: string, maxLength: number): RerankError {
  const most = Math.floor(maxLength * MOST_OF_PAIR)
  return new RerankError(
    'invalid_request',
    `instruction is too long: the prompt has ${tokens} tokens with it, and may have ${most} of the ${maxLength} that the model reads`,
    { param: instruction === undefined ? 'model' : 'instruction' },
  )
}
