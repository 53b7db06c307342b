import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { CLI } from '../support/api-server.js'

/** `webrerank batch`: files of any length, which goes on where it was stopped. */

function start(...args: string[]) {
  const child = spawn(process.execPath, [CLI, 'batch', '--runtime', 'wasm', ...args])
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)]
  const ended = once(child, 'exit').then(async ([code, signal]) => {
    return { code, signal, stdout: await stdout, stderr: await stderr }
  })
  return { child, ended }
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`
const pairs = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    line({ id: i, query: `warm drink ${i >> 1}`, document: `Hot chocolate ${i}` }),
  )

test('killed in the midst, it goes on and gives what it would have given', async (// biome-ignore lint/correctness/noEmptyPattern: Playwright reads fixtures from a pattern
{}, testInfo) => {
  const [input, once_, twice] = ['in.jsonl', 'once.jsonl', 'twice.jsonl'].map((name) =>
    testInfo.outputPath(name),
  )
  // So many that some are read ahead of what is written, wherever the run is stopped.
  const lines = pairs(1500).map((line, i) => (i % 4 === 2 ? '{"query": "no document"}\n' : line))
  await writeFile(input!, lines.join(''))
  const whole = await start(input!, '-o', once_!).ended
  expect(whole).toMatchObject({ code: 0, stdout: '' })
  expect(whole.stderr).toContain('in.jsonl:103: skipped: must have either document or documents')
  const counts = 'done: 1125 documents scored, 375 lines skipped'
  expect(whole.stderr).toContain(counts)

  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    const stopped = start(input!, '-o', twice!)
    const written = async () => (existsSync(twice!) ? (await readFile(twice!, 'utf8')).split('\n').length : 0)
    const before = await written()
    await expect.poll(written, { timeout: 60_000 }).toBeGreaterThan(before + 20)
    stopped.child.kill(signal)
    const { code, signal: ended } = await stopped.ended
    expect([code, ended]).toEqual(signal === 'SIGKILL' ? [null, 'SIGKILL'] : [130, null])
    expect(existsSync(`${twice}.progress`)).toBe(true)
  }
  // Another run is not taken for this one.
  expect(await start(input!, '-o', twice!, '--raw').ended).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--overwrite'),
  })
  expect(await start(input!, '-o', twice!).ended).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(counts),
  })
  expect(await readFile(twice!, 'utf8')).toBe(await readFile(once_!, 'utf8'))
  expect(existsSync(`${twice}.progress`)).toBe(false)
  expect(await start(input!, '-o', twice!).ended).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('exists'),
  })
})

test('a TREC run of a UTF-16 file; what cannot be meant', async (// biome-ignore lint/correctness/noEmptyPattern: Playwright reads fixtures from a pattern
{}, testInfo) => {
  const [input, output] = [testInfo.outputPath('in.jsonl'), testInfo.outputPath('run.trec')]
  const documents = ['A bicycle for the city.', 'Hot chocolate is a warm drink.']
  const content = line({ query: 'warm drink', query_id: 'q1', documents, document_ids: ['bike', 'cocoa'] })
  await writeFile(input, Buffer.from(`\ufeff${content}`, 'utf16le'))
  expect((await start(input, '-o', output, '--format', 'trec').ended).code).toBe(0)
  const rows = (await readFile(output, 'utf8')).trimEnd().split('\n')
  expect(
    rows.map((row) =>
      row
        .split(' ')
        .filter((_, i) => i !== 4)
        .join(' '),
    ),
  ).toEqual(['q1 Q0 cocoa 1 webrerank', 'q1 Q0 bike 2 webrerank'])
  for (const [args, name] of [
    [[], 'input'],
    [[input], '--output'],
    [['no-such-file', '-o', output], 'no-such-file'],
    [[input, '-o', output, '--format', 'csv'], '--format'],
    [[input, '-o', output, '--threads', '0'], '--threads'],
  ] as const)
    expect(await start(...args).ended).toMatchObject({ code: 2, stderr: expect.stringContaining(name) })
})
