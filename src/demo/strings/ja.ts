import type { ParsedDocuments } from '../input/types.js'
import { number } from '../ui/format.js'
import type { Strings } from './strings.js'

export const ja: Strings = {
  page: {
    skip: '結果へ移動',
    offline: 'オフラインです。ダウンロード済みのモデルは使えます。',
    themeAuto: 'テーマ: 自動',
    themeLight: 'テーマ: ライト',
    themeDark: 'テーマ: ダーク',
    title: '最良の答えを先頭に',
    lead: '検索はキーワードで候補を見つけます。リランカーは候補を一つずつ質問と照らし合わせて読み、最良の答えを先頭に並べます。このリランカーはブラウザの中で動きます。',
    question: '質問',
    rerank: '並べ替え',
    examples: '例',
    otherLanguagesShort: 'ほかの言語…',
    slow: 'この端末では時間がかかります。文書を減らすか短くするか、小さいモデルにすると速くなります。',
    cancel: 'キャンセル',
    consentOffline: 'オフラインのため、今はダウンロードを始められません。',
    allow: 'ダウンロードを許可',
    refuse: '後で',
    results: '結果',
    view: '表示',
    board: '前後の比較',
    list: '一覧',
    sortedByKeywords: '一致するキーワードの多い順です。',
    stale: '結果が古くなっています。「並べ替え」で更新できます。',
    keywordOrder: 'キーワード順',
    notReranked: '並べ替え前',
    numbers: 'バーの横の数値',
    bars: 'バー',
    scores: 'スコア',
    logits: 'ロジット',
    legend:
      'バーは関連度を 0 から 1 で示します。目盛りより低い文書は、おそらく答えではありません。矢印は順位がいくつ動いたかを示します。下線の語は質問にある語です。',
    mark: '最も関連する文',
    copyLink: 'リンクをコピー',
    shareImage: '画像で共有',
    copyTable: '表をコピー',
    saveJson: 'JSON を保存',
    saveCsv: 'CSV を保存',
    inputs: '自分の文書で試す',
    documents: '文書（1 行に 1 件）',
    questionOfFile: 'ファイルの質問',
    openFiles: 'ファイルを開く',
    orDrop: 'またはここにドロップ',
    format: '形式',
    detect: '自動判定',
    lines: '行',
    model: 'モデル',
    sortBy: '並び順',
    quality: '品質',
    languageName: '言語',
    size: 'サイズ',
    modelId: 'モデル ID(ONNX 版が必要)',
    device: 'デバイス',
    automatic: '自動',
    advanced: '詳細設定',
    topN: '結果の件数',
    fuse: 'キーワードのスコア（BM25）と組み合わせる',
    chunks: '長い文書で読む区間の数',
    overlap: '隣り合う区間で重なるトークン数',
    maxTokens: '文書あたりの最大トークン数',
    mirror: 'Hugging Face のミラー',
    privacy: '文章がこの端末の外に出ることはありません。ほかのモデルは許可したときだけダウンロードします。',
    behind: 'この順位の内訳',
    timing: '所要時間',
    trace: '各処理を実行した場所',
    compare: 'モデルを比較',
    compareWith: '比較対象',
    compareThird: 'もう一つ',
    none: 'なし',
    compareDevice: '実行先',
    sameDevice: '同じデバイス',
    compareRun: '比較',
    code: 'このリクエストのコード',
    codeLanguage: 'プログラミング言語',
    embed: '埋め込み',
    copy: 'コピー',
    json: 'JSON の応答',
    thisDevice: 'この端末',
    storedModels: 'ダウンロード済みのモデル',
    keep: '容量不足でもモデルを残す',
    history: '履歴',
    historyEmpty: '履歴はまだありません。履歴はこのブラウザだけに保存されます。',
    historyClear: '履歴を消去',
    notStarted:
      'このページのスクリプトが始まっていません。接続を確認して再読み込みしてください。それでも動かない場合は、ブラウザが古い可能性があります。Chrome、Edge、Firefox、Safari の最新版をお使いください。',
    footer: 'webrerank、MIT ライセンス',
    notices: '第三者のライセンス',
    pageNotices: 'このページの第三者ライセンス',
    docs: 'ドキュメント',
    theme: 'テーマ',
    language: '言語',
    ask: '質問する',
    otherLanguages: 'ほかの言語の例',
    comparison: '比較',
    all: 'すべて',
  },

  enterQuery: '質問を入力してください。',
  enterDocuments: '文書を 1 件以上入力してください。',
  notJson: (problem) => `JSON のようですが、解析できません: ${problem}`,
  notAnArray: '単独の JSON 値です。["一", "二"] のような文書の配列を入力してください。',
  noDocumentsMember:
    'この JSON オブジェクトには文書がありません。配列、"query" と "documents" のある API リクエスト、または検索エンジンの応答を入力してください。',
  emptyArray: '文書が入っていません。1 件以上入力してください。',
  notADocument: (item, kind) =>
    `${item} 番目は${kind}です。文字列か、"text" のあるオブジェクトにしてください。`,
  kinds: {
    array: '配列',
    object: 'テキストのないオブジェクト',
    number: '数値',
    boolean: '真偽値',
  },
  csvError: (row, problem) => `CSV の ${row} 行目を読み取れません: ${problem}。`,
  csvEmpty: 'CSV の見出しの下に行がありません。1 行以上入力してください。',
  csvShort: (row, cells, column) =>
    `CSV の ${row} 行目はセルが ${number(cells)} 個で、「${column}」がありません。`,
  filesTooLarge: (size, limit) => `ファイルは合計 ${size} です。上限は ${limit} です。`,
  notUtf8: (name) => `${name} を読み取れません。UTF-8 のテキストではありません。`,
  describeDocuments,
  wholeNumber: (least, most) =>
    most ? `${least} から ${most} までの整数を入力してください。` : `${least} 以上の整数を入力してください。`,

  otherModel: 'Hugging Face のほかのモデル',
  otherModelShort: 'ほかのモデル',
  wrongMirror: 'https://hub.example.org のようなミラーのアドレスを入力してください。',
  wrongModelId: 'owner/name の形式でモデル ID を入力してください。',
  multilingual: '多言語',
  licenceUnknown: 'ライセンス不明',
  unknown: '不明',
  nonCommercial: (licence) => `${licence}（非商用）`,
  qualityUnknown: '公開ベンチマークなし',
  builtIn: '内蔵',
  onThisDevice: 'ダウンロード済み',
  notDownloaded: '未ダウンロード',
  sizeUnknown: 'サイズ不明',
  sizeUnknownYet: 'Hugging Face に問い合わせるまで不明',
  about: (size) => `約 ${size}`,
  atLeast: (size) => `${size} 以上`,
  betterTitle: (model) => `より良い順位: ${model}`,
  useModel: 'このモデルで並べ替え',
  downloadAndRerank: (size) => `ダウンロード（${size}）して並べ替え`,
  downloadTime: (time, speed) => `${speed}/s で約 ${time}`,
  publishedQuality: (figure, baseline, mark) =>
    `${mark} の nDCG@10 は ${figure}（リランカーなしは ${baseline}）`,
  downloadTitle: (model) => `${model} をダウンロードしますか?`,
  size: 'サイズ',
  time: '時間',
  source: '入手先',
  licence: 'ライセンス',
  languages: '言語',
  quality: '品質',
  runs: '実行',
  runsHere: 'この端末で実行し、文章は送信しません',
  stored: '保存',
  storedHere: '削除するまでこのブラウザに残り、オフラインで使えます。',
  consentAnnounced: 'このモデルはまだダウンロードされていません。ダウンロードするかどうかを選んでください。',
  nothingDownloaded: {
    title: 'ダウンロードしませんでした',
    advice: '内蔵モデルはダウンロード不要です。「モデル」で選べます。',
  },

  starting: '開始しています',
  loadingModel: (loaded, total) =>
    total ? `モデルを読み込み中: ${loaded} / ${total}` : `モデルを読み込み中: ${loaded}`,
  preparingModel: 'モデルを準備中',
  checkingModel: (done, all) => `モデルを確認中: ${number(done)} / ${number(all)}`,
  scoring: (done, all) => `スコアを計算中: ${number(done)} / ${number(all)} 件`,
  perSecond: (amount) => `${amount}/s`,
  timeLeft: (time) => `残り約 ${time}`,
  cancelled: { title: 'キャンセルしました', advice: '「並べ替え」でやり直せます。' },
  damagedLink: {
    title: 'このリンクは不完全です',
    advice: 'リンクの一部が欠けています。送り主に新しいリンクを頼んでください。',
  },

  results: '結果',
  ranking: '順位',
  keywordOrder: 'キーワード順',
  originalOrder: '元の順',
  reranked: '並べ替え後',
  notReranked: '並べ替え前',
  inYourBrowser: 'ブラウザで並べ替え',
  sortedByKeywords: '一致するキーワードの多い順です。',
  pressRerank: '文書は元の順です。「並べ替え」を押してください。',
  nothingToRank: '文書がありません。下に入力するか、例を選んでください。',
  emptyDocument: '空の文書',
  firstOfMany: (shown, all) =>
    `${number(all)} 件のうち先頭の ${shown} 件です。破線は、ここに表示されていない下位から上がった文書です。一覧ではすべて見られます。`,
  draft: '内蔵モデルによる順位です。選んだモデルはまだ処理中です。',
  finalReady: '最終的な順位が用意できました。ポインターを一覧から外すと表示されます。',
  wasFirst: '最良の答えは、もともと先頭でした。',
  wasPlace: (place) => `最良の答えは、元は ${number(place)} 番目でした。`,
  byMeaning: '質問と共通するキーワードはありません。',
  nothingAnswers: 'ここにはこの質問への答えがありません。',
  unreadLanguage: 'このモデルはこの言語に対応していないため、順位は当てになりません。',
  unreadAdvice: '多言語モデルを選んでください。',
  belowFloor: (best, floor) =>
    `最も高い文書でもスコアは ${best} です。このモデルでは、答えになる文書は通常 ${floor} 以上です。`,
  qualityChange: (name, before, after) => `${name} ${before} → ${after}`,
  meanOver: (done, all) => (done < all ? `質問 ${all} 件のうち ${done} 件の平均:` : `質問 ${all} 件の平均:`),
  summary: (documents, time, shown) =>
    shown === undefined
      ? `${number(documents)} 件を ${time} で並べ替え`
      : `${number(documents)} 件を ${time} で並べ替え、上位 ${number(shown)} 件`,
  cutCount: (documents) => `${number(documents)} 件は途中まで`,
  ranked: (documents, chip) => `${number(documents)} 件を${chip}で並べ替えました。`,
  gpu: ' GPU ',
  cpu: ' CPU ',
  ranOn: (chip, reason) => `${chip.trim()} で実行: ${reason}。`,
  reasons: {
    'WASM was requested': 'WASM が指定されました',
    'this browser has no WebGPU': 'このブラウザには WebGPU がありません',
    'this browser offers no WebGPU device': 'このブラウザでは WebGPU デバイスを利用できません',
    'the only WebGPU adapter is software, slower than WASM':
      'WebGPU アダプターはソフトウェアのみで、WASM より遅いため',
  },
  fallback: (reason) => `GPU でエラーが発生したため、CPU に切り替えました: ${reason}。`,
  showAll: (all) => `${number(all)} 件すべてを表示`,
  allShown: (all) => `${number(all)} 件すべてを表示しています。`,
  score: 'スコア',
  logit: 'ロジット',
  cut: '途中まで: モデルが読んだのは始めの部分だけです。',
  showWhole: '全文を表示',
  showLess: '短く表示',
  moved: (up) => (up === 0 ? '同じ順位' : up > 0 ? `${number(up)} 位上昇` : `${number(-up)} 位下降`),
  was: (place) => `元は ${number(place)} 位`,
  why: '理由',
  noSharedWords: '質問と共通する語はありません。モデルは意味で判断しました。',
  relatedWords: (word, asked) => `「${word}」は「${asked}」の関連語です`,
  sameWord: (word) => `「${word}」は質問に含まれます`,

  load: '読み込み',
  alreadyLoaded: '読み込み済み',
  tokenize: 'トークン化',
  scoreStep: 'スコア計算',
  tokens: 'トークン',
  pairs: 'ペア',
  model: 'モデル',
  cached: 'キャッシュ',
  fromCache: (amount) => `${number(amount)} 件はキャッシュ`,
  requests: (amount) => `通信 ${number(amount)} 回`,
  sinceLoading: '（読み込み後）',
  noRequests: 'モデルの読み込み後、このページとワーカーの通信は 0 回です。',
  workersStarted: (workers) =>
    `処理を分担するため、このサイトのスクリプトからワーカーを ${number(workers)} 個追加で起動しました。`,
  requestsAre: (amount, own) =>
    `モデルの読み込み後の通信は ${number(amount)} 回${own ? '、すべてこのサイトのファイル' : ''}:`,
  worker: 'ワーカー',
  inPage: 'ページ',
  loadedBefore: '前の実行で読み込み済み',
  getModel: 'モデルの読み込み',
  prepareModel: '準備',
  forChip: (chip) => `${chip} 用`,
  checkModel: '確認',
  checkNote: '既知のスコアと照合',
  wait: '待機',
  waitNote: '先行するリクエスト',
  tokenCount: (tokens) => `${number(tokens)} トークン`,
  resultCount: (results) => `${number(results)} 件`,
  sortAndShow: '並べ替えて表示',
  sortNote: 'スレッド間の通信を含む',

  sameChoice: '比較する別のモデルかデバイスを選んでください。',
  sameOrder: (one, other) => `${one} と ${other} の順位は同じです。`,
  agree: (one, other, percent) => `${one} と ${other} の順位はペアの ${percent}% で一致します。`,
  faster: (name, times) => `${name} は ${times} 倍の速さでした。`,
  slower: (name, times) => `${name} は ${times} 倍の時間がかかりました。`,
  sameSpeed: (one, other) => `${one} と ${other} の所要時間はほぼ同じです。`,

  copied: 'コピーしました',
  copyRefused: 'コピーできません',
  inAddressBar: 'リンクはアドレスバーにあります',
  copiedLong: 'コピーしました（長いリンク）',
  tooMuchForLink: 'リンクには長すぎます',
  saved: '保存しました',
  shared: '共有しました',
  notShared: '共有しませんでした',
  moreCharacters: (left) => `ほか ${number(left)} 文字。コピーには含まれます。`,

  storageUsed: (used, quota) => `このサイトは約 ${quota} のうち ${used} を使っています。`,
  storageUnknown: 'このブラウザでは使用量を確認できません。',
  noStoredModels: 'ダウンロード済みのモデルはありません。内蔵モデルはページに含まれています。',
  deleteModel: '削除',
  deleted: (model) => `${model} を削除しました。`,
  notDeleted: (model) => `${model} を削除できませんでした。`,
  unfinished: (size) => `${size}、未完了。次のダウンロードはここから再開します`,
  storageKept: 'ブラウザに保持されます',
  storageNotKept: 'ブラウザが削除する場合があります',
  historyCleared: '履歴を消去しました。',

  unknownError: ['問題が発生しました', 'もう一度試すか、ページを再読み込みしてください。'],
  partMissing: [
    'このページの一部を読み込めませんでした',
    '接続を確認して再読み込みしてください。ページが更新された可能性があります。',
  ],
  offlineError: [
    'オフラインです',
    'このモデルは未ダウンロードです。ダウンロード済みのモデルを選ぶか、接続が戻ってから試してください。',
  ],
  errors: {
    invalid_request: ['リクエストが正しくありません', '質問と文書を確認してください。'],
    payload_too_large: ['一度のリクエストには多すぎます', '文書を減らすか、数回に分けてください。'],
    unsupported_media_type: [
      'リクエストが JSON ではありませんでした',
      'ページの不具合です。ご報告ください。',
    ],
    model_not_found: ['そのモデルはありません', '一覧から選んでください。'],
    not_found: ['そのパスはありません', 'ページの不具合です。ご報告ください。'],
    method_not_allowed: ['リクエストが POST ではありませんでした', 'ページの不具合です。ご報告ください。'],
    download_not_allowed: ['このモデルには許可が必要です', '使うにはダウンロードを許可してください。'],
    download_failed: [
      'モデルを読み込めませんでした',
      '接続を確認して、もう一度試してください。ダウンロードは止まったところから再開します。',
    ],
    integrity_failed: [
      'モデルのファイルが壊れているか、変更されています',
      'ファイルは保存しませんでした。「並べ替え」を押すとダウンロードし直します。',
    ],
    storage_full: ['このモデルを保存する容量が足りません', '容量を空けて、もう一度試してください。'],
    unsupported_device: [
      'このデバイスは使えません',
      'このブラウザでは WebGPU を利用できません。CPU (WASM) か「自動」を選んでください。',
    ],
    out_of_memory: ['メモリが足りません', 'ほかのタブを閉じるか、文書を減らすか短くしてください。'],
    upstream_failed: [
      'このページの背後のサーバーでエラーが発生しました',
      'しばらくしてからもう一度試してください。',
    ],
    device_lost: ['GPU との接続が切れました', 'もう一度試すか、CPU (WASM) を選んでください。'],
    canary_failed: [
      'この端末ではモデルのスコアが正しくありません',
      '読み込み後の確認に失敗したため、並べ替えませんでした。別のデバイスを選んでください。',
    ],
    inference_failed: ['モデルの実行に失敗しました', 'もう一度試すか、別のデバイスを選んでください。'],
    worker_crashed: ['ワーカーが停止しました', 'もう一度試してください。新しいワーカーが起動します。'],
    worker_load_failed: [
      'ワーカーを読み込めません',
      'ページを再読み込みしてください。直らない場合は、サイトのファイルが欠けています。',
    ],
    queue_full: ['待っているリクエストが多すぎます', 'いくつか完了するまでお待ちください。'],
    timeout: ['時間がかかりすぎました', 'もう一度試すか、文書を減らしてください。'],
    disposed: ['リランカーは終了しました', '「並べ替え」を押すと新しく起動します。'],
  },
}

function describeDocuments(parsed: ParsedDocuments): string {
  if (!parsed.ok) {
    if (parsed.form === 'csv') return 'まだ正しい CSV ではありません。'
    return parsed.form === 'lines'
      ? '1 行に 1 件、または JSON、JSON Lines、CSV、API リクエスト、検索エンジンの応答。'
      : 'まだ正しい JSON ではありません。'
  }
  const { documents, blank, column, engine, tasks, relevance } = parsed
  const many = `${number(documents.length)} 件`
  const skipped = blank ? `（空行 ${number(blank)} 行を除く）` : ''
  const graded = relevance ? '、関連度の判定付き' : ''
  switch (parsed.form) {
    case 'lines':
      return `${many}、1 行に 1 件${skipped}。`
    case 'csv':
      return `${many}、CSV の「${column}」列。`
    case 'jsonl':
      return `${many}、JSON Lines${skipped}。`
    case 'request':
      return `${many}、API リクエスト。`
    case 'results':
      return `${many}、${engine} の応答。`
    case 'tasks':
      return tasks ? `${many}${graded}、質問 ${number(tasks.length)} 件のうちの 1 件。` : `${many}${graded}。`
    case 'json':
      return `${many}、JSON。`
  }
}
