/**
 * `webrerank/element`: one script that registers `<webrerank-search>`. Where there are no elements, as on a server that writes
 * pages, it does nothing.
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
