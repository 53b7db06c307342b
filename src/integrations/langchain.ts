/**
 * `webrerank/langchain`: a reranker as a document compressor of LangChain.js.
 * @module webrerank/langchain
 */

import { Document, type DocumentInterface } from '@langchain/core/documents'
import { BaseDocumentCompressor } from '@langchain/core/retrievers/document_compressors'
import type { Reranker } from '../client/types.js'

/** What {@link WebRerank} is made of. */
export interface WebRerankFields {
  /** From `createReranker` of `webrerank` or of `webrerank/server`. */
  reranker: Pick<Reranker, 'rank'>
  /** How many documents to keep. Default: all, sorted. */
  topN?: number
}

/**
 * A document compressor of LangChain.js: sorts documents by their relevance to the query, keeps the best, and adds
 * `relevanceScore` to the metadata of each. The given documents are not changed.
 * @example
 * ```ts
 * import { Document } from '@langchain/core/documents'
 * import { createReranker } from 'webrerank'
 * import { WebRerank } from 'webrerank/langchain'
 *
 * const compressor = new WebRerank({ reranker: createReranker(), topN: 1 })
 * const documents = [new Document({ pageContent: 'A bicycle' }), new Document({ pageContent: 'Hot chocolate' })]
 * const best = await compressor.compressDocuments(documents, 'warm drink')
 * ```
 */
export class WebRerank extends BaseDocumentCompressor {
  readonly #fields: WebRerankFields

  constructor(fields: WebRerankFields) {
    super()
    this.#fields = fields
  }

  /** @throws RerankError as `reranker.rank` does; no documents are no error */
  override async compressDocuments(
    documents: DocumentInterface[],
    query: string,
  ): Promise<DocumentInterface[]> {
    if (documents.length === 0) return []
    const { reranker, topN } = this.#fields
    const { results } = await reranker.rank({
      query,
      documents: documents.map((document) => document.pageContent),
      top_n: topN ?? null,
      return_documents: false,
    })
    return results.map(({ index, relevance_score }) => {
      const { pageContent, metadata, id } = documents[index]!
      return new Document({
        pageContent,
        metadata: { ...metadata, relevanceScore: relevance_score },
        ...(id !== undefined && { id }),
      })
    })
  }
}
