import type { Strings } from './strings.js'

export const ja: Strings = {
  label: '検索',
  placeholder: 'このサイトを検索',
  results: '{n} 件の結果',
  oneResult: '1 件の結果',
  noResults: '結果はありません',
  failed: '検索に失敗しました。Enter キーで再試行できます',
  betterReady: 'より良い順序が用意できました',
  show: '表示する',
  consent: 'より良い順序にはモデルが必要です（{size}）',
  download: 'ダウンロード',
  loading: 'モデルを読み込み中',
  sorting: '意味の近い順に並べ替え中…',
  better: '最も答えに近い順',
  lexicalOnly: '単語のみで並べています',
}
