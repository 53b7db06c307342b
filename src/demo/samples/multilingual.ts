import type { Sample } from './sample.js'

/** Samples in languages that the embedded model cannot read. */
export const OTHER_LANGUAGES: readonly Sample[] = [
  {
    name: 'Deutsch',
    lang: 'de',
    query: 'Wie lange darf der Vermieter die Kaution behalten?',
    documents: [
      'Wie hoch darf die Kaution sein? Der Vermieter darf höchstens drei Monatsmieten verlangen.',
      'Der Vermieter zahlt die Kaution nach dem Auszug zurück, und die meisten Gerichte finden, dass sechs Monate genug sind.',
      'Wie lange ein Umzug dauert, sagt der Vermieter nicht.',
      'Im Winter muss die Heizung der Wohnung in Gang sein.',
      'Haustiere sind in den meisten Wohnungen erlaubt.',
    ],
    best: 1,
  },
  {
    name: 'Français',
    lang: 'fr',
    query: 'comment enlever une tache de vin rouge',
    documents: [
      'Comment choisir un vin rouge : une robe rouge foncé annonce souvent un vin puissant, comme une belle étiquette.',
      'Une tache de vin rouge se traite vite : versez du sel dessus, puis rincez à l’eau froide.',
      'Une tache de graisse part avec de la terre de Sommières.',
      'Le raisin est récolté en septembre.',
    ],
    best: 1,
  },
  {
    name: 'Español',
    lang: 'es',
    query: 'cuánto tiempo hay que cocer un huevo duro',
    documents: [
      'Hay que tener tiempo y un poco de paciencia para pintar un huevo de Pascua: cuánto, depende de los colores.',
      'Un huevo duro se hace en diez minutos desde que el agua hierve, y después se enfría bajo el grifo.',
      'El arroz blanco necesita el doble de agua que de grano.',
      'La tortilla se cuaja mejor a fuego lento.',
      'Las gallinas ponen menos en invierno, cuando los días son cortos.',
    ],
    best: 1,
  },
  {
    name: '中文',
    lang: 'zh',
    query: '熊猫吃什么',
    documents: [
      '什么动物最像熊猫？小熊猫的名字里也有熊猫，但它是另一种动物。',
      '大熊猫主要吃竹子，每天要吃十二到三十八公斤。',
      '长城是中国古代的防御工程。',
      '上海是一座港口城市。',
    ],
    best: 1,
  },
  {
    name: '日本語',
    lang: 'ja',
    query: '虹はなぜ見えるのか',
    documents: [
      '虹はなぜ人気の名前なのか。駅前に見える喫茶店も「虹」だが、店主は理由を知らない。',
      '雨上がりに太陽を背にすると、水滴の中で光が曲がって色に分かれ、虹が現れる。',
      '富士山は日本一高い山で、夏に登る人が多い。',
      '洗濯物は梅雨に乾きにくい。',
    ],
    best: 1,
  },
  {
    name: 'العربية',
    lang: 'ar',
    query: 'ما هي عاصمة اليابان',
    documents: [
      'ما هي أكبر جزيرة في اليابان؟ هي هونشو، وما عاصمة إقليمها إلا مدينة صغيرة.',
      'طوكيو هي عاصمة اليابان وأكبر مدنها.',
      'القهوة مشروب يحبه كثير من الناس.',
    ],
    best: 1,
  },
]
