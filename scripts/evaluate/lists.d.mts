export interface List {
  q: string
  k: string
  pos: string[]
  neg: string[]
}
export type Scorer = (query: string, documents: string[]) => number[] | Promise<number[]>
export interface ListsReport {
  file: string
  lists: number
  chance: number
  first: Record<string, { questions: number; keywords: number }>
  off_topic_below_02: number
  answers_above_05: number
}
export function readLists(name: string, text: string): List[]
export function candidatesOf(lists: readonly List[], i: number): string[]
export function firstShare(scores: readonly number[]): number
export function rankLists(
  file: string,
  lists: readonly List[],
  limit: number,
  scorers: Record<string, Scorer>,
  onProgress: (done: number, of: number) => void,
): Promise<ListsReport>
export function listsTable(result: { model: string; device: string; files: readonly ListsReport[] }): string
