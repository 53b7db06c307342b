import { page, rankAndTell } from './app.mjs'
import { pinned } from './versions.mjs'

/** @import { Project } from '../types.js' */

const BUNDLE = ['npx', 'esbuild', 'main.js', '--bundle', '--minify']

/** @type {Project[]} */
export const ESBUILD = [
  {
    name: 'esbuild',
    title: 'esbuild',
    fast: true,
    ...pinned('esbuild'),
    files: { 'main.js': rankAndTell('webrerank/inline'), 'out/index.html': page('./main.js') },
    runs: [
      {
        name: 'webrerank/inline',
        build: [[...BUNDLE, '--format=esm', '--splitting', '--outdir=out']],
        output: 'out',
        page: '/',
      },
    ],
  },
]
