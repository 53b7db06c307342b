/**
 * `webrerank/llamaindex`: a reranker as a node postprocessor of LlamaIndex.TS.
 * @module webrerank/llamaindex
 */

import type { MessageContent } from '@llamaindex/core/llms'
import type { BaseNodePostprocessor } from '@llamaindex/core/postprocessor'
import { MetadataMode, type NodeWithScore } from '@llamaindex/core/schema'
import { extractText } from '@llamaindex/core/utils'
import type { Reranker } from '../client/types.js'

/** What {@link WebRerank} is made of. */
export interface WebRerankOptions {
  /** From `createReranker` of `webrerank` or of `webrerank/server`. */
  reranker: Pick<Reranker, 'rank'>
  /** How many nodes to keep. Default: all, sorted. */
  topN?: number
  /** How much of a node's metadata is ranked with its text. Default: none. */
  metadataMode?: MetadataMode
}

/**
 * A node postprocessor of LlamaIndex.TS: sorts nodes by their relevance to the query, and scores them by it.
 * @example
 * ```ts
 * import { TextNode } from '@llamaindex/core/schema'
 * import { createReranker } from 'webrerank'
 * import { WebRerank } from 'webrerank/llamaindex'
 *
 * const postprocessor = new WebRerank({ reranker: createReranker(), topN: 1 })
 * const nodes = ['A bicycle', 'Hot chocolate'].map((text) => ({ node: new TextNode({ text }) }))
 * const best = await postprocessor.postprocessNodes(nodes, 'warm drink')
 * ```
 */
export class WebRerank implements BaseNodePostprocessor {
  readonly #options: WebRerankOptions

  constructor(options: WebRerankOptions) {
    this.#options = options
  }

  /**
   * @throws TypeError without a query
   * @throws RerankError as `reranker.rank` does; no nodes are no error
   */
  async postprocessNodes(nodes: NodeWithScore[], query?: MessageContent): Promise<NodeWithScore[]> {
    if (nodes.length === 0) return []
    if (query === undefined) throw new TypeError('WebRerank needs a query')
    const { reranker, topN, metadataMode = MetadataMode.NONE } = this.#options
    const { results } = await reranker.rank({
      query: extractText(query),
      documents: nodes.map(({ node }) => node.getContent(metadataMode)),
      top_n: topN ?? null,
      return_documents: false,
    })
    return results.map(({ index, relevance_score }) => ({ node: nodes[index]!.node, score: relevance_score }))
  }
}
