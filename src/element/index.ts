/**
 * `webrerank/element`: registers `<webrerank-search>`. On a server that renders pages, where there are no custom elements, it
 * does nothing.
 * @module webrerank/element
 */
import { WebrerankSearch } from './search-element.js'

export { WebrerankSearch }

if (globalThis.customElements && !customElements.get('webrerank-search'))
  customElements.define('webrerank-search', WebrerankSearch)

declare global {
  interface HTMLElementTagNameMap {
    'webrerank-search': WebrerankSearch
  }
}
