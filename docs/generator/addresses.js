import { readFileSync } from 'node:fs'

/**
 * Where the repository and the demo are, for links to them. `REPOSITORY_URL` and `DEMO_URL` say it; a build on GitHub knows
 * its repository, and package.json may name one. A `DEMO_URL` that begins with a dot is relative to this site. Undefined where nobody says: then the site has no such link.
 * @param {Record<string, string | undefined>} [env]
 * @param {{ repository?: string | { url: string } }} [manifest]
 */
export function addresses(env = process.env, manifest = JSON.parse(readFileSync('package.json', 'utf8'))) {
  const { repository } = manifest
  const github =
    env.GITHUB_REPOSITORY && `${env.GITHUB_SERVER_URL ?? 'https://github.com'}/${env.GITHUB_REPOSITORY}`
  const named = typeof repository === 'string' ? repository : repository?.url
  const address = env.REPOSITORY_URL || github || named
  return {
    repository: address?.replace(/^git\+/, '').replace(/(\.git)?\/?$/, ''),
    demo: env.DEMO_URL || undefined,
  }
}

/** Where a file of the repository is edited; undefined where the file is made by the build. */
export function editAddress(repository, inputPath) {
  const file = inputPath.replace(/^\.\//, '')
  if (!repository || file.startsWith('docs/api/') || file === 'docs/errors.md') return undefined
  return `${repository}/edit/main/${file === 'docs/changelog.md' ? 'CHANGELOG.md' : file}`
}
