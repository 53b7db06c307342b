import type { Strings } from './strings.js'

export const es: Strings = {
  label: 'Buscar',
  placeholder: 'Buscar en este sitio',
  results: '{n} resultados',
  oneResult: '1 resultado',
  noResults: 'Sin resultados',
  failed: 'La búsqueda ha fallado',
  betterReady: 'Hay un orden mejor',
  show: 'Mostrarlo',
  consent: 'Un orden mejor necesita un modelo ({size})',
  download: 'Descargar',
  loading: 'Cargando el modelo',
  better: 'Los resultados están en mejor orden',
  lexicalOnly: 'El orden mejor no está disponible',
}
