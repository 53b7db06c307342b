import { type ParseArgsConfig, parseArgs } from 'node:util'

/** A call that cannot be understood. */
export class UsageError extends Error {}

/** Node's own reader of arguments, whose complaints are ours. */
export function readArguments<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: T,
) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** A whole number of an option, in decimal digits, or nothing where it was not given. */
export function readNumber(
  name: string,
  value: string | undefined,
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (/^\d+$/.test(value) && number >= min && number <= max) return number
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
  throw new UsageError(`--${name} must be an integer ${range}`)
}

/** One of a few words. */
export function readChoice<const T extends string>(name: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value)
  if (!choice) throw new UsageError(`--${name} must be one of ${choices.join(', ')}`)
  return choice
}
