import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers'
import type { DecoderPrompt } from '../../src/protocol/model-card.js'
import { encodeSlices } from './encode-slices.js'
import { type PairTemplate, type PostProcessor, readPairTemplate } from './pair-template.js'
import { promptTemplate } from './prompt.js'
import type { Slice } from './types.js'
import { encodeByWords } from './word-cache.js'

/** Turns text into token ids. */
export interface Tokenizer {
  /** Token ids of a text without special tokens. Text that spells a special token is text. */
  encode(text: string): number[]
  /** The same ids in parts, each of which takes a few milliseconds: whoever asks may stop, or do something else, in between. */
  slices(text: string): Iterable<Slice>
  /** The vocabulary's entries as they are spelt, by id. Made at the first call. */
  pieces(): readonly string[]
  readonly template: PairTemplate
  readonly padId: number
}

interface TokenizerFile {
  added_tokens?: { id: number; content: string; special?: boolean }[]
  normalizer?: { type: string } | null
  pre_tokenizer?: { type: string } | null
  model: {
    type?: string
    vocab: Record<string, number> | [string, number][]
    unk_token?: string
    unk_id?: number
    continuing_subword_prefix?: string
  }
  post_processor?: PostProcessor | null
  padding?: { pad_id?: number } | null
}

/**
 * @param file the parsed tokenizer.json
 * @param config members of tokenizer_config.json that change how text is split
 * @param decoder the prompt of a decoder, in the place of the tokenizer's own template
 */
export function createTokenizer(
  file: unknown,
  config: Readonly<Record<string, unknown>> = {},
  decoder?: DecoderPrompt,
): Tokenizer {
  const json = file as TokenizerFile
  const tokenizer = new HuggingFaceTokenizer(withoutSpecialTokens(json), { ...config })

  const encodeWhole = (text: string): number[] =>
    // An empty text is no text to the library.
    text === '' ? [] : tokenizer.encode(text, { add_special_tokens: false }).ids
  const encode = readsByWords(json) ? encodeByWords(encodeWhole, continuesWord(json)) : encodeWhole
  const slices = (text: string) => encodeSlices(text, encode)
  const template = decoder
    ? promptTemplate(decoder, (text) => encodeMarkup(text, json.added_tokens ?? [], encode))
    : readPairTemplate(json.post_processor)

  let pieces: readonly string[] | undefined
  return {
    pieces() {
      pieces ??= listPieces(json)
      return pieces
    },
    encode(text) {
      const all: number[] = []
      for (const { ids } of slices(text)) for (const id of ids) all.push(id)
      return all
    },
    slices,
    template,
    padId: findPadId(json),
  }
}

/** Ids of a text in which special tokens are spelt out: of what the card says, never of what a caller gave. */
function encodeMarkup(
  text: string,
  added: NonNullable<TokenizerFile['added_tokens']>,
  encode: (text: string) => number[],
): number[] {
  const special = new Map(added.filter((token) => token.special).map(({ content, id }) => [content, id]))
  const ids: number[] = []
  for (let from = 0; from < text.length; ) {
    const places = [...special.keys()].map((content) => ({ content, at: text.indexOf(content, from) }))
    const [next] = places.filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at)
    ids.push(...encode(text.slice(from, next?.at)))
    if (!next) break
    ids.push(special.get(next.content)!)
    from = next.at + next.content.length
  }
  return ids
}

/** Whether what stands between spaces and marks is read by itself: BERT's way. Others mark a word by the space before it. */
function readsByWords({ normalizer, pre_tokenizer, model, added_tokens = [] }: TokenizerFile): boolean {
  return (
    (!normalizer || normalizer.type === 'BertNormalizer') &&
    pre_tokenizer?.type === 'BertPreTokenizer' &&
    model.type === 'WordPiece' &&
    added_tokens.every((token) => token.special)
  )
}

function listPieces({ model: { vocab } }: TokenizerFile): string[] {
  if (Array.isArray(vocab)) return vocab.map(([piece]) => piece)
  const pieces: string[] = []
  for (const [piece, id] of Object.entries(vocab)) pieces[id] = piece
  return pieces
}

function continuesWord({ model }: TokenizerFile): (id: number) => boolean {
  const prefix = model.continuing_subword_prefix ?? '##'
  const vocab = model.vocab as Record<string, number>
  const ids = new Set<number>()
  for (const piece in vocab) if (piece.startsWith(prefix)) ids.add(vocab[piece]!)
  return (id) => ids.has(id)
}

/**
 * A tokenizer.json in which no text can become a special token: they are no longer looked for in the text, and the
 * vocabulary has no pieces for them. Their ids stay; the pair template has them.
 */
function withoutSpecialTokens(json: TokenizerFile): TokenizerFile {
  const special = new Set<string>()
  for (const token of json.added_tokens ?? []) if (token.special) special.add(token.content)
  const { vocab, unk_token, unk_id } = json.model
  const unknown = unk_token ?? (Array.isArray(vocab) && unk_id !== undefined ? vocab[unk_id]?.[0] : undefined)
  if (unknown !== undefined) special.delete(unknown)

  return {
    ...json,
    added_tokens: (json.added_tokens ?? []).filter((token) => !token.special),
    model: { ...json.model, vocab: withoutPieces(vocab, special) },
  }
}

/** In a list the place of a piece is its id, so there it is spelt in a way that nobody can guess. */
function withoutPieces(
  vocab: TokenizerFile['model']['vocab'],
  special: ReadonlySet<string>,
): TokenizerFile['model']['vocab'] {
  if (!Array.isArray(vocab)) {
    const rest = { ...vocab }
    for (const piece of special) delete rest[piece]
    return rest
  }
  const nonce = crypto.getRandomValues(new Uint32Array(4)).join('-')
  return vocab.map(([piece, score]) => [special.has(piece) ? `${nonce}-${piece}` : piece, score])
}

function findPadId(json: TokenizerFile): number {
  const pad = json.added_tokens?.find((token) => token.content === '[PAD]' || token.content === '<pad>')
  return json.padding?.pad_id ?? pad?.id ?? 0
}
