import type { Strings } from './strings.js'

export const es: Strings = {
  results: '{n} resultados',
  oneResult: '1 resultado',
  noResults: 'Sin resultados',
  failed: 'La búsqueda ha fallado. Pulsa Intro para reintentar',
  betterReady: 'Hay mejores resultados disponibles',
  show: 'Mostrar',
  download: 'Descargar',
  loading: 'Cargando el modelo',
  sorting: 'Ordenando…',
  better: 'Ordenados en tu dispositivo',
  lexicalOnly: 'Solo coincidencias de palabras clave',
  consent: 'Mejor orden: ¿descargar un modelo de {size} desde {source}? Licencia: {license}',
  notLoaded: 'No se pudo cargar el modelo',
  retry: 'Reintentar',
  nothing: 'Nada de esto responde a la pregunta',
  withWords: 'Coincidencias de palabras clave:',
  recent: 'Búsquedas recientes',
  forget: 'Borrar historial',
  ranked: 'Acerca de este orden',
  rankedBy:
    '{model} en la {device}, en {time} ms. Ni la pregunta ni los textos salieron de este dispositivo.',
  rankedElsewhere: 'Ordenados por {origin}',
  keys: '↑ ↓ elegir · Intro abrir · Ctrl Intro nueva pestaña · Esc cerrar',
}
