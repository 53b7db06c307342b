import { RerankError } from '../../src/protocol/errors.js'
import type { MatchTypes, ModelCard, ModelFile } from '../../src/protocol/model-card.js'
import type { MatchTables } from './match/query.js'
import { readRelatedTable } from './match/related.js'
import { readMatchTable } from './match/words.js'
import { createTokenizer, type Tokenizer } from './tokenizer.js'

/** What texts are made into pairs with. */
export interface PairInput {
  tokenizer: Tokenizer
  /** The most tokens of a pair. */
  maxLength: number
  /** How token types are computed, where the tokenizer's own are not meant. */
  match?: (MatchTables & { settings: MatchTypes }) | undefined
}

/**
 * @param files contents of the card's `companionFiles`
 * @throws RerankError `integrity_failed` for a file that is not what the card says
 */
export function createPairInput(card: ModelCard, [json, table, related]: readonly Uint8Array[]): PairInput {
  const tokenizer = parse(card.tokenizer, 'tokenizer', () =>
    createTokenizer(JSON.parse(new TextDecoder().decode(json)), card.tokenizerConfig),
  )
  const match = card.matchTypes && readMatch(card.matchTypes, tokenizer, table!, related)
  return { tokenizer, maxLength: card.window, match }
}

/** @param companion the next file of the card, which is the table of related words where the settings name one */
function readMatch(
  settings: MatchTypes,
  { template }: Tokenizer,
  bytes: Uint8Array,
  companion: Uint8Array | undefined,
): PairInput['match'] {
  const table = parse(settings.table, 'match table', () => {
    if (template.specials !== 3) throw new Error('match types need a pair with three special tokens')
    return readMatchTable(bytes)
  })
  if (!settings.related) return { settings, table }
  const related = parse(settings.related, 'table of related words', () =>
    readRelatedTable(companion!, table.stem.length),
  )
  return { settings, table, related }
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
