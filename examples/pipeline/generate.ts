/** What the language model wrote; or, where there is none, the prompt that it would have been given. */
export interface Answer {
  kind: 'answer' | 'prompt'
  text: string
  /** Why there is no answer. */
  reason?: string
}

const LANGUAGE_MODEL = 'HuggingFaceTB/SmolLM2-360M-Instruct'

/** Answers a question from the given documents, the best first. */
export async function generate(
  query: string,
  documents: readonly string[],
  mayDownload: boolean,
): Promise<Answer> {
  const prompt = createPrompt(query, documents)
  if (!mayDownload) return { kind: 'prompt', text: prompt, reason: 'no language model was asked for' }
  try {
    const { pipeline } = await import('@huggingface/transformers')
    const write = await pipeline('text-generation', LANGUAGE_MODEL, { dtype: 'q4' })
    const [output] = await write([{ role: 'user', content: prompt }], {
      max_new_tokens: 120,
      do_sample: false,
    })
    const { generated_text } = output as unknown as { generated_text: { content: string }[] }
    return { kind: 'answer', text: generated_text.at(-1)!.content }
  } catch (error) {
    const reason = `the language model could not be loaded: ${(error as Error).message}`
    return { kind: 'prompt', text: prompt, reason }
  }
}

function createPrompt(query: string, documents: readonly string[]): string {
  const sources = documents.map((text, i) => `[${i + 1}] ${text}`).join('\n')
  return `Answer the question from the sources alone, in one or two sentences, and name their numbers.\n\n${sources}\n\nQuestion: ${query}\nAnswer:`
}
