import type { Strings } from './strings.js'

export const zh: Strings = {
  label: '搜索',
  placeholder: '搜索本站',
  results: '{n} 个结果',
  oneResult: '1 个结果',
  noResults: '没有结果',
  failed: '搜索失败，按回车键重试',
  betterReady: '更好的排序已就绪',
  show: '显示',
  consent: '更好的排序需要一个模型（{size}）',
  download: '下载',
  loading: '正在加载模型',
  sorting: '正在按含义排序…',
  better: '最佳答案在前',
  lexicalOnly: '仅按词语排序',
}
