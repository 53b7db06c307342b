import type { Strings } from './strings.js'

export const es: Strings = {
  results: '{n} resultados',
  oneResult: '1 resultado',
  noResults: 'Sin resultados',
  failed: 'La búsqueda ha fallado. Pulsa Intro para repetirla',
  betterReady: 'Hay mejores resultados',
  show: 'Mostrar',
  download: 'Descargar',
  loading: 'Cargando el modelo',
  sorting: 'Ordenando…',
  better: 'Ordenado en tu dispositivo',
  lexicalOnly: 'Solo coincidencias de palabras clave',
  consent: 'Mejor orden: ¿descargar un modelo de {size} desde {source}? Licencia: {license}',
  notLoaded: 'No se pudo cargar el modelo',
  retry: 'Reintentar',
  nothing: 'Nada de aquí responde a esto',
  withWords: 'Coincidencias de palabras clave:',
  recent: 'Búsquedas recientes',
  forget: 'Borrar historial',
  ranked: 'Acerca de este orden',
  rankedBy:
    '{model} en la {device}, en {time} ms. Ni la pregunta ni los textos salieron de este dispositivo.',
  rankedElsewhere: 'Ordenado por {origin}',
  keys: '↑ ↓ elegir · Intro abrir · Ctrl Intro nueva pestaña · Esc cerrar',
}
