import { RerankError } from '../../src/protocol/errors.js'
import type { MatchTypes, ModelCard, ModelFile } from '../../src/protocol/model-card.js'
import type { MatchTables } from './match/query.js'
import { readRelatedTable } from './match/related.js'
import { readWordVectors } from './match/vectors.js'
import { readMatchTable } from './match/words.js'
import { createPrompt, type Prompt } from './prompt.js'
import { createTokenizer, type Tokenizer } from './tokenizer.js'

/** What texts are made into pairs with. */
export interface PairInput {
  tokenizer: Tokenizer
  /** The most tokens of a pair. */
  maxLength: number
  /** How the model is asked, where it is a decoder. */
  prompt?: Prompt | undefined
  /** How token types are computed, where the tokenizer's own are not meant. */
  match?: (MatchTables & { settings: MatchTypes }) | undefined
}

/**
 * @param files contents of the card's `companionFiles`
 * @throws RerankError `integrity_failed` for a file that is not what the card says
 */
export function createPairInput(card: ModelCard, [json, ...tables]: readonly Uint8Array[]): PairInput {
  const tokenizer = parse(card.tokenizer, 'tokenizer', () =>
    createTokenizer(JSON.parse(new TextDecoder().decode(json)), card.tokenizerConfig, card.decoder),
  )
  const { decoder } = card
  const prompt =
    decoder &&
    parse(card.tokenizer, "tokenizer for the model's prompt", () =>
      createPrompt(decoder, tokenizer.template, tokenizer.encode),
    )
  const match = card.matchTypes && readMatch(card.matchTypes, tokenizer, tables)
  return { tokenizer, maxLength: card.window, prompt, match }
}

/** @param files the card's next files: first the tables that the settings name, in the order of `companionFiles` */
function readMatch(
  settings: MatchTypes,
  { template }: Tokenizer,
  files: readonly Uint8Array[],
): PairInput['match'] {
  const [bytes, ...rest] = files
  const table = parse(settings.table, 'match table', () => {
    if (template.specials !== 3) throw new Error('match types need a pair with three special tokens')
    return readMatchTable(bytes!)
  })
  const entries = table.stem.length
  const next = <T>(
    file: ModelFile | undefined,
    what: string,
    read: (bytes: Uint8Array, entries: number) => T,
  ) => {
    if (!file) return
    const content = rest.shift()!
    return parse(file, what, () => read(content, entries))
  }
  const related = next(settings.related, 'table of related words', readRelatedTable)
  const vectors = next(settings.vectors, 'table of word vectors', readWordVectors)
  return { settings, table, related, vectors }
}

function parse<T>(file: ModelFile, what: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new RerankError(
      'integrity_failed',
      `${file.path} is not a valid ${what}: ${(cause as Error).message}`,
      {
        cause,
      },
    )
  }
}
