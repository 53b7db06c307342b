export function ndcg(grades: readonly number[], judged: readonly number[], cutOff?: number): number
export function reciprocalRank(grades: readonly number[], cutOff?: number): number
