import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { createSSRApp, h } from 'vue'
import { renderToString as renderVue } from 'vue/server-renderer'
import * as react from './react.js'
import * as vue from './vue.js'

const REQUEST = { query: 'a', documents: ['b'] }
const never = () => {
  throw new Error('a server made a reranker')
}

test('React renders on a server without a reranker', () => {
  const App = () => {
    const reranker = react.useReranker(never)
    return createElement('p', null, `${reranker} ${react.useRerank(reranker, REQUEST).status}`)
  }
  expect(renderToString(createElement(App))).toBe('<p>undefined idle</p>')
})

test('Vue renders on a server without a reranker', async () => {
  const app = createSSRApp({
    setup() {
      const reranker = vue.useReranker(never)
      const state = vue.useRerank(reranker, () => REQUEST)
      return () => h('p', `${reranker.value} ${state.status}`)
    },
  })
  expect(await renderVue(app)).toBe('<p>undefined idle</p>')
})
