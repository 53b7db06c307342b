import type { ParsedDocuments } from '../input/types.js'
import { number } from '../ui/format.js'
import type { Strings } from './strings.js'

function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`
}

export const es: Strings = {
  page: {
    skip: 'Ir a los resultados',
    offline: 'Sin conexión. Los modelos descargados siguen funcionando.',
    themeAuto: 'Tema automático',
    themeLight: 'Tema claro',
    themeDark: 'Tema oscuro',
    title: 'La mejor respuesta, primero',
    lead: 'Una búsqueda por palabras clave pasa por alto las respuestas que usan otras palabras. webrerank, un reranker para el navegador, lee cada resultado junto con tu pregunta y pone la mejor respuesta primero.',
    gainKey: 'Sin clave de API ni servidor',
    gainPrivate: 'Tu texto se queda en este dispositivo',
    gainOffline: 'Funciona sin conexión',
    question: 'Pregunta',
    rerank: 'Reordenar',
    examples: 'Ejemplos',
    samplesInEnglish: 'En inglés:',
    otherLanguagesShort: 'Otros idiomas…',
    slow: 'En este dispositivo tardará un poco. Con menos documentos, documentos más cortos o un modelo más pequeño sería más rápido.',
    cancel: 'Cancelar',
    consentOffline: 'Sin conexión: la descarga no puede empezar ahora.',
    allow: 'Permitir la descarga',
    refuse: 'Ahora no',
    results: 'Resultados',
    view: 'Vista',
    board: 'Antes y después',
    list: 'Lista',
    sortedByKeywords: 'Ordenados por palabras clave en común.',
    stale: 'Los resultados no están actualizados. Pulsa Reordenar.',
    keywordOrder: 'Por palabras clave',
    notReranked: 'Aún sin reordenar',
    numbers: 'Números junto a las barras',
    bars: 'Barras',
    scores: 'Puntuaciones',
    logits: 'Logits',
    legend:
      'Las barras muestran la relevancia de 0 a 1. Por debajo de la marca, un documento probablemente no responde a la pregunta. Las flechas muestran cuántos puestos se movió un documento. Las palabras subrayadas están en la pregunta.',
    mark: 'Mejor frase',
    copyLink: 'Copiar enlace',
    shareImage: 'Compartir como imagen',
    copyTable: 'Copiar tabla',
    saveJson: 'Guardar JSON',
    saveCsv: 'Guardar CSV',
    inputs: 'Prueba con tus documentos',
    documents: 'Documentos (uno por línea)',
    questionOfFile: 'Pregunta del archivo',
    openFiles: 'Abrir archivos',
    orDrop: 'o suéltalos aquí',
    format: 'Formato',
    detect: 'Detección automática',
    lines: 'Líneas',
    model: 'Modelo',
    sortBy: 'Ordenar por',
    quality: 'Calidad',
    languageName: 'Idioma',
    size: 'Tamaño',
    modelId: 'ID del modelo (con exportación ONNX)',
    device: 'Dispositivo',
    automatic: 'Automático',
    advanced: 'Avanzado',
    topN: 'Número de resultados',
    fuse: 'Combinar con puntuaciones por palabras clave (BM25)',
    chunks: 'Partes que se leen de un documento largo',
    overlap: 'Tokens compartidos entre partes contiguas',
    maxTokens: 'Máximo de tokens por documento',
    mirror: 'Réplica (mirror) de Hugging Face',
    privacy: 'Tu texto nunca sale de este dispositivo. Otros modelos solo se descargan si lo permites.',
    behind: 'Cómo se obtuvo este orden',
    timing: 'Tiempos',
    trace: 'Dónde se ejecutó cada paso',
    compare: 'Comparar modelos',
    compareWith: 'Comparar con',
    compareThird: 'y con',
    none: 'ninguno',
    compareDevice: 'En',
    sameDevice: 'el mismo dispositivo',
    compareRun: 'Comparar',
    code: 'Código de esta petición',
    codeLanguage: 'Lenguaje de programación',
    embed: 'Insertar',
    copy: 'Copiar',
    json: 'Respuesta JSON',
    use: 'Úsalo en tu sitio',
    useCode: 'En tu código',
    useCodeText:
      'El mismo JSON que una API de reranking en la nube, calculado en el dispositivo de tus visitantes.',
    useCodeLink: 'Empezar en cinco minutos',
    useBox: 'Como buscador',
    useBoxText: 'Dos líneas de HTML: un sitio estático que responde preguntas.',
    useBoxLink: 'Buscar en un sitio estático',
    useServer: 'Como servidor',
    useServerText: 'POST /v1/rerank en tu propia máquina, para los clientes de Cohere, Jina y Voyage.',
    useServerLink: 'Cambiar desde una API en la nube',
    thisDevice: 'En este dispositivo',
    storedModels: 'Modelos descargados',
    keep: 'Conservar los modelos aunque falte espacio',
    history: 'Historial',
    historyEmpty: 'Aún no hay historial. Solo se guarda en este navegador.',
    historyClear: 'Borrar historial',
    notStarted:
      'El script de esta página no se ha iniciado. Comprueba la conexión y vuelve a cargarla. Si no funciona, quizá tu navegador sea demasiado antiguo: usa una versión actual de Chrome, Edge, Firefox o Safari.',
    footer: 'webrerank, licencia MIT',
    notices: 'Licencias de terceros',
    pageNotices: 'Licencias de terceros de esta página',
    docs: 'Documentación',
    theme: 'Tema',
    language: 'Idioma',
    ask: 'Preguntar',
    otherLanguages: 'Ejemplo en otro idioma',
    comparison: 'Comparación',
    all: 'todos',
  },

  samples: {
    password: 'Contraseña',
    refund: 'Reembolso',
    fever: 'Fiebre',
    git: 'Git',
    noAnswer: 'Sin respuesta',
  },

  enterQuery: 'Escribe una pregunta.',
  enterDocuments: 'Escribe al menos un documento.',
  notJson: (problem) => `Parece JSON, pero no se puede leer: ${problem}`,
  notAnArray: 'Es un solo valor JSON. Escribe una lista de documentos, como ["uno", "dos"].',
  noDocumentsMember:
    'Este objeto JSON no tiene documentos. Escribe una lista, una petición de API con "query" y "documents", o la respuesta de un buscador.',
  emptyArray: 'No contiene documentos. Escribe al menos uno.',
  notADocument: (item, kind) => `El elemento ${item} es ${kind}. Escribe un texto, o un objeto con "text".`,
  kinds: {
    array: 'una lista',
    object: 'un objeto sin texto',
    number: 'un número',
    boolean: 'un valor booleano',
  },
  csvError: (row, problem) => `No se puede leer la fila ${row} del CSV: ${problem}.`,
  csvEmpty: 'El CSV no tiene filas bajo su cabecera. Escribe al menos una.',
  csvShort: (row, cells, column) =>
    `La fila ${row} del CSV tiene ${count(cells, 'celda')}: le falta «${column}».`,
  filesTooLarge: (size, limit) => `Estos archivos ocupan ${size}; el límite es ${limit}.`,
  notUtf8: (name) => `No se puede leer ${name}: no es texto en UTF-8.`,
  describeDocuments,
  wholeNumber: (least, most) =>
    most
      ? `Escribe un número entero de ${least} a ${most}.`
      : `Escribe un número entero de al menos ${least}.`,

  otherModel: 'Otro modelo de Hugging Face',
  otherModelShort: 'Otro modelo',
  wrongMirror: 'Escribe la dirección de una réplica, como https://hub.example.org.',
  wrongModelId: 'Escribe un ID de la forma owner/name.',
  multilingual: 'Multilingüe',
  licenceUnknown: 'licencia desconocida',
  unknown: 'desconocida',
  nonCommercial: (licence) => `${licence} (no comercial)`,
  qualityUnknown: 'sin benchmark publicado',
  builtIn: 'Integrado',
  onThisDevice: 'Descargado',
  notDownloaded: 'No descargado',
  sizeUnknown: 'tamaño desconocido',
  sizeUnknownYet: 'desconocido hasta contactar con Hugging Face',
  about: (size) => `aprox. ${size}`,
  atLeast: (size) => `al menos ${size}`,
  betterTitle: (model) => `Mejor orden: ${model}`,
  useModel: 'Reordenar con este modelo',
  downloadAndRerank: (size) => `Descargar (${size}) y reordenar`,
  downloadTime: (time, speed) => `aprox. ${time} a ${speed}/s`,
  publishedQuality: (figure, baseline, mark) => `nDCG@10 ${figure} en ${mark}; ${baseline} sin reranker`,
  downloadTitle: (model) => `¿Descargar ${model}?`,
  size: 'Tamaño',
  time: 'Tiempo',
  source: 'Fuente',
  licence: 'Licencia',
  languages: 'Idiomas',
  quality: 'Calidad',
  runs: 'Se ejecuta',
  runsHere: 'en este dispositivo; tu texto nunca se envía',
  stored: 'Se guarda',
  storedHere: 'En este navegador hasta que lo borres. Funciona sin conexión.',
  consentAnnounced: 'Este modelo aún no está descargado. Elige si quieres descargarlo.',
  nothingDownloaded: {
    title: 'No se ha descargado nada',
    advice: 'El modelo integrado no necesita descarga. Elígelo en Modelo.',
  },

  starting: 'Iniciando',
  loadingModel: (loaded, total) =>
    total ? `Cargando el modelo: ${loaded} de ${total}` : `Cargando el modelo: ${loaded}`,
  preparingModel: 'Preparando el modelo',
  checkingModel: (done, all) => `Comprobando el modelo: ${number(done)} de ${number(all)}`,
  scoring: (done, all) => `Puntuando: ${number(done)} de ${count(all, 'documento')}`,
  perSecond: (amount) => `${amount}/s`,
  timeLeft: (time) => `quedan aprox. ${time}`,
  cancelled: { title: 'Cancelado', advice: 'Pulsa Reordenar para empezar de nuevo.' },
  damagedLink: {
    title: 'Este enlace está incompleto',
    advice: 'Falta una parte del enlace. Pide uno nuevo a quien te lo envió.',
  },

  results: 'Resultados',
  ranking: 'Clasificación',
  keywordOrder: 'Por palabras clave',
  originalOrder: 'Orden original',
  reranked: 'Reordenados',
  notReranked: 'Aún sin reordenar',
  inYourBrowser: 'reordenado en el navegador',
  sortedByKeywords: 'Ordenados por palabras clave en común.',
  pressRerank: 'Tus documentos en su orden original. Pulsa Reordenar.',
  nothingToRank: 'Aún no hay documentos. Escribe algunos abajo, o prueba un ejemplo.',
  emptyDocument: 'Documento vacío',
  firstOfMany: (shown, all) =>
    `Los primeros ${shown} de ${number(all)}. Las líneas discontinuas vienen de más abajo. La lista los muestra todos.`,
  draft: 'Orden del modelo integrado. El modelo elegido aún está trabajando.',
  finalReady: 'El orden final está listo. Aparecerá cuando el puntero salga de la lista.',
  wasFirst: 'La mejor respuesta ya era la primera.',
  wasPlace: (place) => `La mejor respuesta era la número ${number(place)}.`,
  byMeaning: 'No comparte ninguna palabra clave con la pregunta.',
  nothingAnswers: 'Nada de esto responde a la pregunta.',
  unreadLanguage: 'Este modelo no conoce este idioma: su orden es una suposición.',
  unreadAdvice: 'Elige un modelo multilingüe.',
  belowFloor: (best, floor) =>
    `El mejor documento obtiene ${best}; con este modelo, las respuestas suelen obtener ${floor} o más.`,
  qualityChange: (name, before, after) => `${name} ${before} → ${after}`,
  meanOver: (done, all) =>
    done < all ? `Media de ${done} de ${all} preguntas:` : `Media de ${count(all, 'pregunta')}:`,
  summary: (documents, time, shown) =>
    shown === undefined
      ? `${count(documents, 'documento')} en ${time}`
      : `Los ${number(shown)} mejores de ${count(documents, 'documento')} en ${time}`,
  cutCount: (documents) => count(documents, 'recortado'),
  ranked: (documents, chip) =>
    `${count(documents, 'documento ordenado', 'documentos ordenados')} en ${chip}.`,
  gpu: 'la GPU',
  cpu: 'la CPU',
  ranOn: (chip, reason) => `Se ejecutó en ${chip}: ${reason}.`,
  reasons: {
    'WASM was requested': 'se pidió WASM',
    'this browser has no WebGPU': 'este navegador no tiene WebGPU',
    'this browser offers no WebGPU device': 'este navegador no ofrece ningún dispositivo WebGPU',
    'the only WebGPU adapter is software, slower than WASM':
      'el único adaptador WebGPU es por software, más lento que WASM',
  },
  fallback: (reason) => `La GPU falló y la CPU tomó el relevo: ${reason}.`,
  showAll: (all) => `Mostrar los ${number(all)}`,
  allShown: (all) => `Se muestran los ${number(all)} documentos.`,
  score: 'Puntuación',
  logit: 'Logit',
  cut: 'Recortado: el modelo solo leyó el principio.',
  showWhole: 'Mostrar todo el texto',
  showLess: 'Mostrar menos',
  moved: (up) =>
    up === 0 ? 'Mismo puesto' : up > 0 ? `Sube ${count(up, 'puesto')}` : `Baja ${count(-up, 'puesto')}`,
  was: (place) => `antes ${number(place)}`,
  why: '¿Por qué?',
  noSharedWords: 'Ninguna palabra en común con la pregunta: el modelo juzgó por el significado.',
  relatedWords: (word, asked) => `«${word}» está relacionada con «${asked}»`,
  sameWord: (word) => `«${word}» está en la pregunta`,

  load: 'Carga',
  alreadyLoaded: 'ya cargado',
  tokenize: 'Tokenización',
  scoreStep: 'Puntuación',
  tokens: 'Tokens',
  pairs: 'Pares',
  model: 'Modelo',
  cached: 'en caché',
  fromCache: (amount) => `${number(amount)} en caché`,
  requests: (amount) => count(amount, 'petición de red', 'peticiones de red'),
  sinceLoading: 'desde la carga',
  noRequests: '0 peticiones de red de esta página o su worker desde que se cargó el modelo.',
  workersStarted: (workers) =>
    `${count(workers, 'worker más comparte', 'workers más comparten')} el trabajo, con un script de este sitio.`,
  requestsAre: (amount, own) =>
    `${count(amount, 'petición de red', 'peticiones de red')} desde que se cargó el modelo${own ? ', todas de archivos de este sitio' : ''}:`,
  worker: 'worker',
  inPage: 'página',
  loadedBefore: 'cargado en una ejecución anterior',
  getModel: 'Leer el modelo',
  prepareModel: 'Prepararlo',
  forChip: (chip) => `para la ${chip}`,
  checkModel: 'Comprobarlo',
  checkNote: 'con puntuaciones conocidas',
  wait: 'Espera',
  waitNote: 'a peticiones anteriores',
  tokenCount: (tokens) => count(tokens, 'token'),
  resultCount: (results) => count(results, 'resultado'),
  sortAndShow: 'Ordenar y mostrar',
  sortNote: 'incluidos los mensajes entre hilos',

  sameChoice: 'Elige otro modelo u otro dispositivo para comparar.',
  sameOrder: (one, other) => `${one} y ${other} ordenan los documentos igual.`,
  agree: (one, other, percent) => `${one} y ${other} coinciden en el ${percent} % de los pares.`,
  faster: (name, times) => `${name} fue ${times} veces más rápido.`,
  slower: (name, times) => `${name} fue ${times} veces más lento.`,
  sameSpeed: (one, other) => `${one} y ${other} tardaron más o menos lo mismo.`,

  copied: 'Copiado',
  copyRefused: 'La copia está bloqueada',
  inAddressBar: 'El enlace está en la barra de direcciones',
  copiedLong: 'Copiado (enlace largo)',
  tooMuchForLink: 'Demasiado para un enlace',
  saved: 'Guardado',
  shared: 'Compartido',
  notShared: 'Sin compartir',
  moreCharacters: (left) => `${count(left, 'carácter más', 'caracteres más')}. La copia los incluye.`,

  storageUsed: (used, quota) => `Este sitio usa ${used} de aprox. ${quota}.`,
  storageUnknown: 'Este navegador no indica el espacio usado.',
  noStoredModels: 'No hay modelos descargados. El modelo integrado viene con la página.',
  deleteModel: 'Borrar',
  deleted: (model) => `${model} se ha borrado.`,
  notDeleted: (model) => `${model} no se pudo borrar.`,
  unfinished: (size) => `${size}, incompleto: la próxima descarga continúa aquí`,
  storageKept: 'El navegador los conservará',
  storageNotKept: 'El navegador aún puede borrarlos',
  historyCleared: 'Historial borrado.',

  unknownError: ['Algo ha fallado', 'Inténtalo de nuevo, o vuelve a cargar la página.'],
  partMissing: [
    'Una parte de esta página no se cargó',
    'Comprueba la conexión y vuelve a cargarla. Quizá se haya actualizado.',
  ],
  offlineError: [
    'Sin conexión',
    'Este modelo aún no está descargado. Elige uno descargado, o inténtalo cuando tengas conexión.',
  ],
  errors: {
    invalid_request: ['La petición no es válida', 'Revisa la pregunta y los documentos.'],
    payload_too_large: ['Demasiado para una petición', 'Usa menos documentos, o repártelos en varias veces.'],
    unsupported_media_type: ['La petición no era JSON', 'Es un error de la página. Infórmanos, por favor.'],
    model_not_found: ['Ese modelo no existe', 'Elige un modelo de la lista.'],
    not_found: ['Esa ruta no existe', 'Es un error de la página. Infórmanos, por favor.'],
    method_not_allowed: ['La petición no era un POST', 'Es un error de la página. Infórmanos, por favor.'],
    download_not_allowed: ['Este modelo necesita tu permiso', 'Permite la descarga para usarlo.'],
    download_failed: [
      'No se pudo cargar el modelo',
      'Comprueba la conexión e inténtalo de nuevo. La descarga continúa donde se quedó.',
    ],
    integrity_failed: [
      'Los archivos del modelo están dañados o se modificaron',
      'No se guardaron. Pulsa Reordenar para descargarlos otra vez.',
    ],
    storage_full: ['No hay espacio para este modelo', 'Libera espacio e inténtalo de nuevo.'],
    unsupported_device: [
      'Este dispositivo no está disponible',
      'Este navegador no ofrece WebGPU. Elige CPU (WASM) o Automático.',
    ],
    out_of_memory: [
      'No hay memoria suficiente',
      'Cierra otras pestañas, o usa menos documentos y más cortos.',
    ],
    upstream_failed: ['Falló el servidor de esta página', 'Inténtalo más tarde.'],
    device_lost: ['Se perdió la conexión con la GPU', 'Inténtalo de nuevo, o elige CPU (WASM).'],
    canary_failed: [
      'El modelo da puntuaciones erróneas en este dispositivo',
      'No superó la comprobación tras la carga, así que no se ordenó nada. Elige otro dispositivo.',
    ],
    inference_failed: ['El modelo falló', 'Inténtalo de nuevo, o elige otro dispositivo.'],
    worker_crashed: ['El worker se detuvo', 'Inténtalo de nuevo. Se iniciará otro.'],
    worker_load_failed: [
      'No se pudo cargar el worker',
      'Recarga la página. Si no funciona, al sitio le falta un archivo.',
    ],
    queue_full: ['Hay demasiadas peticiones en espera', 'Espera a que terminen algunas.'],
    timeout: ['Tardó demasiado', 'Inténtalo de nuevo, o usa menos documentos.'],
    disposed: ['El reranker se cerró', 'Pulsa Reordenar para iniciar otro.'],
  },
}

function describeDocuments(parsed: ParsedDocuments): string {
  if (!parsed.ok) {
    if (parsed.form === 'csv') return 'Aún no es CSV válido.'
    return parsed.form === 'lines'
      ? 'Un documento por línea, JSON, JSON Lines, CSV, una petición de API o la respuesta de un buscador.'
      : 'Aún no es JSON válido.'
  }
  const { documents, blank, column, engine, tasks, relevance } = parsed
  const many = count(documents.length, 'documento')
  const skipped = blank ? ` (${count(blank, 'línea vacía omitida', 'líneas vacías omitidas')})` : ''
  const graded = relevance ? ' con juicios de relevancia' : ''
  switch (parsed.form) {
    case 'lines':
      return `${many}, uno por línea${skipped}.`
    case 'csv':
      return `${many} de un CSV, columna «${column}».`
    case 'jsonl':
      return `${many} de JSON Lines${skipped}.`
    case 'request':
      return `${many} de una petición de API.`
    case 'results':
      return `${many} de ${engine}.`
    case 'tasks':
      return tasks ? `${many}${graded}, para una de ${count(tasks.length, 'pregunta')}.` : `${many}${graded}.`
    case 'json':
      return `${many} de JSON.`
  }
}
