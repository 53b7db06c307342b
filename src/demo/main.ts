import { Page } from './page.js'
import { watchRequests } from './ranking/request-log.js'
import { startStrings } from './strings/index.js'
import { find } from './ui/elements.js'
import { startTheme } from './ui/theme.js'

watchRequests()
startTheme()
document.documentElement.toggleAttribute('data-embedded', new URLSearchParams(location.search).has('embed'))
find('notices', HTMLAnchorElement).href = new URL('../../dist/THIRD_PARTY_NOTICES.md', import.meta.url).href
void startStrings().then(() => {
  // What says that the script has not started goes away.
  document.documentElement.dataset.ready = ''
  void new Page().arrive()
})
