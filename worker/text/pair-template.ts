/**
 * How a tokenizer joins a query and a document: `[CLS] q [SEP] d [SEP]` in BERT, `<s> q </s></s> d </s>` in RoBERTa
 * and XLM-RoBERTa. Read from the `post_processor` of tokenizer.json, so that the pair is the one the model was
 * trained on.
 */
export interface PairTemplate {
  parts: readonly TemplatePart[]
  /** Special tokens in a pair. */
  specials: number
}

type TemplatePart =
  | { kind: 'special'; id: number; type: number }
  | { kind: 'query'; type: number }
  | { kind: 'document'; type: number }

interface TemplateItem {
  SpecialToken?: { id: string; type_id: number }
  Sequence?: { id: 'A' | 'B'; type_id: number }
}

/** The part of tokenizer.json that says how a pair is joined. */
export type PostProcessor =
  | { type: 'TemplateProcessing'; pair: TemplateItem[]; special_tokens: Record<string, { ids: number[] }> }
  | { type: 'BertProcessing' | 'RobertaProcessing'; cls: [string, number]; sep: [string, number] }
  | { type: 'Sequence'; processors: PostProcessor[] }
  | { type: 'ByteLevel' }

const query = (type: number): TemplatePart => ({ kind: 'query', type })
const document = (type: number): TemplatePart => ({ kind: 'document', type })
const special = (id: number, type: number): TemplatePart => ({ kind: 'special', id, type })

/** @throws Error where the post-processor does not say how two texts are joined. */
export function readPairTemplate(processor: PostProcessor | null | undefined): PairTemplate {
  const parts = processor ? readParts(processor) : undefined
  if (!parts) throw new Error('the tokenizer has no template for a pair of texts')
  if (parts.filter((part) => part.kind !== 'special').length !== 2) {
    throw new Error("the tokenizer's pair template must hold the query and the document once each")
  }
  return { parts, specials: parts.length - 2 }
}

function readParts(processor: PostProcessor): TemplatePart[] | undefined {
  switch (processor.type) {
    case 'TemplateProcessing':
      return processor.pair.flatMap((item) => readItem(item, processor.special_tokens))
    case 'BertProcessing': {
      const [cls, sep] = [processor.cls[1], processor.sep[1]]
      return [special(cls, 0), query(0), special(sep, 0), document(1), special(sep, 1)]
    }
    case 'RobertaProcessing': {
      // All types are 0: RoBERTa has one type of token, whatever a tokenizer library answers.
      const [cls, sep] = [processor.cls[1], processor.sep[1]]
      return [special(cls, 0), query(0), special(sep, 0), special(sep, 0), document(0), special(sep, 0)]
    }
    case 'Sequence':
      return processor.processors.map(readParts).find((parts) => parts !== undefined)
    default:
      return undefined
  }
}

function readItem(item: TemplateItem, specials: Record<string, { ids: number[] }>): TemplatePart[] {
  if (item.Sequence) {
    const { id, type_id: type } = item.Sequence
    return [id === 'A' ? query(type) : document(type)]
  }
  const token = item.SpecialToken
  const ids = token && specials[token.id]?.ids
  if (!ids)
    throw new Error(`the tokenizer's pair template names an unknown token ${JSON.stringify(token?.id)}`)
  return ids.map((id) => special(id, token.type_id))
}
