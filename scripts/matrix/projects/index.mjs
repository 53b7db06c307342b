import { ESBUILD } from './esbuild.mjs'
import { NO_BUNDLER } from './no-bundler.mjs'
import { VITE } from './vite.mjs'

/** All projects, the most used tools first. @type {import('../types.js').Project[]} */
export const PROJECTS = [...VITE, ...ESBUILD, ...NO_BUNDLER]
