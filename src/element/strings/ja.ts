import type { Strings } from './strings.js'

export const ja: Strings = {
  label: '検索',
  placeholder: 'このサイトを検索',
  results: '{n} 件の結果',
  oneResult: '1 件の結果',
  noResults: '結果はありません',
  failed: '検索に失敗しました',
  betterReady: 'より良い順序が用意できました',
  show: '表示する',
  consent: 'より良い順序にはモデルが必要です（{size}）',
  download: 'ダウンロード',
  loading: 'モデルを読み込み中',
  better: '結果をより良い順序に並べました',
  lexicalOnly: 'より良い順序は利用できません',
}
