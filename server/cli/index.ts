#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { isRerankError } from '../../src/protocol/errors.js'
import { harmless } from '../text/printable.js'
import { UsageError } from './usage.js'

const USAGE = `webrerank: rank documents by a query, on this machine

Usage:
  webrerank rank <query> [files…|-]   rank lines of text, JSON or JSONL
  webrerank batch <file> -o <file>    score a long file of pairs
  webrerank index <folder>            prepare a static site for search by meaning
  webrerank serve                     start an HTTP server with POST /v1/rerank
  webrerank <command> --help          show the options of a command
  webrerank --version                 show the version
`

const [command, ...rest] = process.argv.slice(2)
// What reads our output may have read enough, as \`head\` does. A server serves on all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (command !== 'serve') process.exit(error.code === 'EPIPE' ? 0 : 1)
})
process.stderr.on('error', () => {})

try {
  process.exitCode = await run()
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`webrerank: ${harmless(message)}\n`)
  // 2: the call was wrong; 1: it was right and failed.
  process.exitCode = error instanceof UsageError || isBadInput(error) ? 2 : 1
}

async function run(): Promise<number> {
  switch (command) {
    case 'rank':
      return (await import('./rank.js')).runRank(rest)
    case 'serve':
      return (await import('./serve.js')).runServe(rest)
    case 'batch':
      return (await import('./batch.js')).runBatchCommand(rest)
    case 'index':
      return (await import('./site-index.js')).runSiteIndex(rest)
    case '--version':
    case '-v': {
      const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
      process.stdout.write(`${version}\n`)
      return 0
    }
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(USAGE)
      return 0
    default:
      throw new UsageError(
        command ? `no such command: ${command}\n\n${USAGE}` : `a command is missing\n\n${USAGE}`,
      )
  }
}

function isBadInput(error: unknown): boolean {
  return isRerankError(error) && error.status >= 400 && error.status < 404
}
