import { RerankError } from '../../src/protocol/errors.js'
import type { MatchTypes, ModelCard, ModelFile } from '../../src/protocol/model-card.js'
import { type MatchTable, readMatchTable } from './match/words.js'
import { createTokenizer, type Tokenizer } from './tokenizer.js'

/** What turns texts into a model's input. */
export interface Reader {
  tokenizer: Tokenizer
  /** The most tokens of a pair. */
  window: number
  /** How token types are computed, where the tokenizer's own are not meant. */
  match?: { table: MatchTable; settings: MatchTypes } | undefined
}

/**
 * @param files contents of the card's `companionFiles`
 * @throws RerankError `integrity_failed` for a file that is not what the card says
 */
export function createReader(card: ModelCard, [json, table]: readonly Uint8Array[]): Reader {
  const settings = card.matchTypes
  const tokenizer = parse(card.tokenizer, 'tokenizer', () =>
    createTokenizer(JSON.parse(new TextDecoder().decode(json)), card.tokenizerConfig),
  )
  const match = settings && {
    settings,
    table: parse(settings.table, 'match table', () => {
      if (tokenizer.template.specials !== 3)
        throw new Error('match types need a pair with three special tokens')
      return readMatchTable(table!)
    }),
  }
  return { tokenizer, window: card.window, match }
}

function parse<T>(file: ModelFile, what: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new RerankError('integrity_failed', `${file.path} is no ${what}: ${(cause as Error).message}`, {
      cause,
    })
  }
}
