import MiniSearch from 'minisearch'

/** The first stage: some candidates out of all documents, fast and roughly right. */
export interface Retriever {
  /** For a person: what it is, and why it is not another one. */
  readonly name: string
  /** Positions of the best documents. */
  retrieve(query: string, count: number): Promise<number[]>
}

const EMBEDDING_MODEL = 'Xenova/all-MiniLM-L6-v2'

/** By meaning where an embedding model may be downloaded and can be, else by words. */
export async function createRetriever(
  documents: readonly string[],
  mayDownload: boolean,
): Promise<Retriever> {
  if (!mayDownload) return byWords(documents, 'BM25')
  try {
    return await byMeaning(documents)
  } catch (error) {
    return byWords(
      documents,
      `BM25, since the embedding model could not be loaded: ${(error as Error).message}`,
    )
  }
}

async function byMeaning(documents: readonly string[]): Promise<Retriever> {
  const { pipeline } = await import('@huggingface/transformers')
  const embed = await pipeline('feature-extraction', EMBEDDING_MODEL, { dtype: 'q8' })
  const embedAll = async (texts: string[]) =>
    (await embed(texts, { pooling: 'mean', normalize: true })).tolist() as number[][]
  const vectors = await embedAll([...documents])
  return {
    name: `embeddings of ${EMBEDDING_MODEL}`,
    async retrieve(query, count) {
      const [target] = await embedAll([query])
      // Vectors of length one: their product is the cosine.
      const cosine = vectors.map((vector) => vector.reduce((sum, value, i) => sum + value * target![i]!, 0))
      return cosine
        .map((_, index) => index)
        .sort((a, b) => cosine[b]! - cosine[a]!)
        .slice(0, count)
    },
  }
}

function byWords(documents: readonly string[], name: string): Retriever {
  const search = new MiniSearch<{ id: number; text: string }>({ fields: ['text'] })
  search.addAll(documents.map((text, id) => ({ id, text })))
  return {
    name,
    retrieve: async (query, count) =>
      search
        .search(query, { prefix: true, fuzzy: 0.2 })
        .slice(0, count)
        .map((hit) => hit.id as number),
  }
}
