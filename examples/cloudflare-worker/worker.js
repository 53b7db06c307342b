import { createHandler } from 'webrerank/edge/cloudflare'

// A Worker cannot stop scoring when a client leaves: a bound on the documents bounds the CPU time of a request.
export default { fetch: createHandler({ maxDocuments: 200 }) }
