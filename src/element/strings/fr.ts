import type { Strings } from './strings.js'

export const fr: Strings = {
  results: '{n} résultats',
  oneResult: '1 résultat',
  noResults: 'Aucun résultat',
  failed: 'La recherche a échoué. Appuyez sur Entrée pour réessayer',
  betterReady: 'De meilleurs résultats sont prêts',
  show: 'Afficher',
  download: 'Télécharger',
  loading: 'Chargement du modèle',
  sorting: 'Classement…',
  better: 'Classés sur votre appareil',
  lexicalOnly: 'Résultats par mots-clés seulement',
  consent: 'Meilleur classement : télécharger un modèle de {size} depuis {source} ? Licence : {license}',
  notLoaded: 'Le modèle n’a pas pu être chargé',
  retry: 'Réessayer',
  nothing: 'Rien ici ne répond à cette question',
  withWords: 'Résultats par mots-clés :',
  recent: 'Recherches récentes',
  forget: 'Effacer l’historique',
  ranked: 'À propos de ce classement',
  rankedBy:
    '{model} sur le {device}, en {time} ms. Ni votre question ni les textes n’ont quitté cet appareil.',
  rankedElsewhere: 'Classé par {origin}',
  keys: '↑ ↓ choisir · Entrée ouvrir · Ctrl Entrée nouvel onglet · Échap fermer',
}
