import { freePort } from '../serve.mjs'
import { page, rankAndTell } from './app.mjs'
import { recipe } from './recipe.mjs'
import { pinned } from './versions.mjs'

/** @import { Project } from '../types.js' */

const MAP =
  '<script type="importmap">{"imports":{"webrerank":"/node_modules/webrerank/dist/index.js"}}</script>'
const ASSETS_PORT = String(await freePort())
const FAR_MAP = MAP.replace('/node_modules', `http://127.0.0.1:${ASSETS_PORT}/node_modules`)

/** @type {Project[]} */
export const NO_BUNDLER = [
  {
    name: 'import-map',
    title: 'No bundler',
    fast: true,
    ...pinned('import-map'),
    files: {
      ...Object.fromEntries(
        Object.entries(recipe('no-bundler')).map(([file, text]) => [`site/${file}`, text]),
      ),
      'near.html': page('./main.js', MAP),
      'far.html': page('./main.js', FAR_MAP),
      'main.js': rankAndTell(),
    },
    runs: [
      { name: 'import map', output: '.', page: '/near.html' },
      {
        name: 'dist/ copied',
        build: [
          ['rm', '-rf', 'site/webrerank'],
          ['cp', '-r', 'node_modules/webrerank/dist', 'site/webrerank'],
        ],
        output: 'site',
        page: '/',
      },
      { name: 'import map, package on another origin', output: '.', assets: ASSETS_PORT, page: '/far.html' },
    ],
  },
]
