// The service worker of a site that answers rerank requests on its own origin.
import { routeRerank } from '/dist/service-worker.js'

routeRerank(self)
