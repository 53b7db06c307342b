import type { Strings } from './strings.js'

export const fr: Strings = {
  label: 'Recherche',
  placeholder: 'Rechercher sur ce site',
  results: '{n} résultats',
  oneResult: '1 résultat',
  noResults: 'Aucun résultat',
  failed: 'La recherche a échoué',
  betterReady: 'Un meilleur ordre est prêt',
  show: 'L’afficher',
  consent: 'Un meilleur ordre demande un modèle ({size})',
  download: 'Télécharger',
  loading: 'Chargement du modèle',
  better: 'Les résultats sont dans un meilleur ordre',
  lexicalOnly: 'Le meilleur ordre n’est pas disponible',
}
