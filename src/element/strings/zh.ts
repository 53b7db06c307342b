import type { Strings } from './strings.js'

export const zh: Strings = {
  label: '搜索',
  placeholder: '搜索本站',
  results: '{n} 个结果',
  oneResult: '1 个结果',
  noResults: '没有结果',
  failed: '搜索失败',
  betterReady: '更好的排序已就绪',
  show: '显示',
  consent: '更好的排序需要一个模型（{size}）',
  download: '下载',
  loading: '正在加载模型',
  better: '结果已按更好的顺序排列',
  lexicalOnly: '无法提供更好的排序',
}
