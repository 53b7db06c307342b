import { rerank } from 'webrerank'

console.log(rerank)
