import type { Strings } from './strings.js'

export const es: Strings = {
  label: 'Buscar',
  placeholder: 'Buscar en este sitio',
  results: '{n} resultados',
  oneResult: '1 resultado',
  noResults: 'Sin resultados',
  failed: 'La búsqueda ha fallado. Pulsa Intro para repetirla',
  betterReady: 'Hay un orden mejor',
  show: 'Mostrarlo',
  consent: 'Un orden mejor necesita un modelo ({size})',
  download: 'Descargar',
  loading: 'Cargando el modelo',
  sorting: 'Ordenando por significado…',
  better: 'Las mejores respuestas primero',
  lexicalOnly: 'Ordenado solo por palabras',
}
