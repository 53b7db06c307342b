import 'webrerank/worker'
import { toRequests } from './request-log.js'

// Its name is the channel's, so that each page hears its own worker alone. What was asked for before this line is kept
// by the browser, and told as well.
const channel = new BroadcastChannel(self.name)
new PerformanceObserver((list) => channel.postMessage(toRequests(list))).observe({
  type: 'resource',
  buffered: true,
})
