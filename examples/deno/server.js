import { createHandler } from 'webrerank/edge/deno'

export default { fetch: createHandler() }
