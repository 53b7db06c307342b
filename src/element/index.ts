/**
 * `webrerank/element`: one script that registers `<webrerank-search>`.
 * @module webrerank/element
 */
import { WebrerankSearch } from './search-element.js'

export { WebrerankSearch }

if (!customElements.get('webrerank-search')) customElements.define('webrerank-search', WebrerankSearch)

declare global {
  interface HTMLElementTagNameMap {
    'webrerank-search': WebrerankSearch
  }
}
