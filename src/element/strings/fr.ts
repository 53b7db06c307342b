import type { Strings } from './strings.js'

export const fr: Strings = {
  label: 'Recherche',
  placeholder: 'Rechercher sur ce site',
  results: '{n} résultats',
  oneResult: '1 résultat',
  noResults: 'Aucun résultat',
  failed: 'La recherche a échoué. Appuyez sur Entrée pour réessayer',
  betterReady: 'Un meilleur ordre est prêt',
  show: 'L’afficher',
  consent: 'Un meilleur ordre demande un modèle ({size})',
  download: 'Télécharger',
  loading: 'Chargement du modèle',
  sorting: 'Tri selon le sens…',
  better: 'Les meilleures réponses d’abord',
  lexicalOnly: 'Trié par mots seulement',
}
