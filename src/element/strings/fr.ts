import type { Strings } from './strings.js'

export const fr: Strings = {
  results: '{n} résultats',
  oneResult: '1 résultat',
  noResults: 'Aucun résultat',
  failed: 'La recherche a échoué. Appuyez sur Entrée pour réessayer',
  betterReady: 'Un meilleur ordre est prêt',
  show: 'L’afficher',
  download: 'Télécharger',
  loading: 'Chargement du modèle',
  sorting: 'Tri selon le sens…',
  better: 'Les meilleures réponses d’abord',
  lexicalOnly: 'Trié par mots seulement',
  consent: 'Un meilleur ordre demande un modèle : {size} de {source}, licence {license}',
  notLoaded: 'Le modèle n’a pas pu être chargé',
  retry: 'Réessayer',
  nothing: 'Rien ici n’y répond',
  withWords: 'Pages qui en contiennent des mots :',
  recent: 'Recherches récentes',
  forget: 'Les oublier',
  ranked: 'Trié sur cet appareil',
  rankedBy:
    '{model} sur le {device}, en {time} ms. Ni votre question ni les textes n’ont quitté cet appareil.',
  rankedElsewhere: 'Trié par {origin}',
  keys: '↑ ↓ choisir · Entrée ouvre · Ctrl Entrée dans un nouvel onglet · Échap ferme',
}
