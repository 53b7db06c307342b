/** What the card of the model on board says of its files. */
export function describeFiles(model?: string): Promise<unknown>
