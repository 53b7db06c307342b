import { ANGULAR } from './angular.mjs'
import { ESBUILD } from './esbuild.mjs'
import { EXAMPLES } from './examples.mjs'
import { FRAMEWORKS } from './frameworks.mjs'
import { NEXT } from './next.mjs'
import { NO_BUNDLER } from './no-bundler.mjs'
import { OTHERS } from './others.mjs'
import { TYPES } from './types.mjs'
import { VITE } from './vite.mjs'
import { WEBPACK } from './webpack.mjs'

/** All projects, the most used tools first. @type {import('../types.js').Project[]} */
export const PROJECTS = [
  ...VITE,
  ...NEXT,
  ...FRAMEWORKS,
  ANGULAR,
  ...WEBPACK,
  ...ESBUILD,
  ...OTHERS,
  ...EXAMPLES,
  ...NO_BUNDLER,
  ...TYPES,
]
