import type { Strings } from './strings.js'

export const es: Strings = {
  results: '{n} resultados',
  oneResult: '1 resultado',
  noResults: 'Sin resultados',
  failed: 'La búsqueda ha fallado. Pulsa Intro para repetirla',
  betterReady: 'Hay un orden mejor',
  show: 'Mostrarlo',
  download: 'Descargar',
  loading: 'Cargando el modelo',
  sorting: 'Ordenando por significado…',
  better: 'Las mejores respuestas primero',
  lexicalOnly: 'Ordenado solo por palabras',
  consent: 'Un orden mejor necesita un modelo: {size} de {source}, licencia {license}',
  notLoaded: 'No se pudo cargar el modelo',
  retry: 'Reintentar',
  nothing: 'Nada de aquí responde a esto',
  withWords: 'Páginas con palabras de la búsqueda:',
  recent: 'Búsquedas recientes',
  forget: 'Olvidarlas',
  ranked: 'Ordenado en este dispositivo',
  rankedBy:
    '{model} en la {device}, en {time} ms. Ni la pregunta ni los textos salieron de este dispositivo.',
  rankedElsewhere: 'Ordenado por {origin}',
  keys: '↑ ↓ elegir · Intro abre · Ctrl Intro en otra pestaña · Esc cierra',
}
