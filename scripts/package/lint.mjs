// What npm would publish, looked over by publint (fields and files) and by attw (types, as each way to resolve finds them).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { packInto } from './pack.mjs'

/** What holds for every package without CommonJS, which Node from version 20.19 on can `require` all the same. */
const OF_MODULES = ['CJSResolvesToESM']

const tarball = pack()
const problems = [...(await lintFields(tarball)), ...(await lintTypes(tarball))]
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
else console.log('publint and attw find nothing')

function pack() {
  const folder = mkdtempSync(path.join(tmpdir(), 'webrerank-pack-'))
  try {
    return readFileSync(packInto(folder))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param {Buffer} tarball */
async function lintFields(tarball) {
  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(tarball).buffer },
    strict: true,
    level: 'warning',
  })
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`)
}

/** @param {Buffer} tarball */
async function lintTypes(tarball) {
  const analysis = await checkPackage(createPackageFromTarballData(tarball), {
    excludeEntrypoints: ['./package.json', /^\.\/dist\//],
  })
  if (!analysis.types) return ['attw: the package has no types']
  return analysis.problems
    .filter((problem) => !('resolutionKind' in problem && problem.resolutionKind === 'node10'))
    .filter(({ kind }) => !OF_MODULES.includes(kind))
    .map((problem) => `attw: ${JSON.stringify(problem)}`)
}
